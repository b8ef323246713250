import { expect, it } from 'vitest';
import { contextOf, plainly, textAfter } from '../../test/edit-bench.ts';
import { type Specimen, specimens } from '../../test/mutation/specimen.ts';
import { add } from './edit-add.ts';

const specimen = specimens().find(({ name }) => name.endsWith('0004-offline-map-packs.md')) as Specimen;

/** Two lists of tasks, as a list ends where another bullet begins. */
const text = specimen.text.replace('- [ ] All regions', '* [ ] All regions').replace('- [ ] Deltas', '* [ ] Deltas');

it.each(['implementation.phases[1].tasks', 'implementation.phases[1]'])(
  'adds to the last of several lists at %s',
  async (address) => {
    const output = await add.run(contextOf(specimen, text), { address, words: ['Measure it'], ...plainly });
    expect(output).toMatchObject({ kind: 'edited', addresses: ['implementation.phases[1].tasks[4]'] });
    const end = text.indexOf('\n', text.indexOf('* [ ] Deltas')) + 1;
    expect(textAfter(output, specimen, text)).toBe(`${text.slice(0, end)}* [ ] Measure it\n${text.slice(end)}`);
  },
);
