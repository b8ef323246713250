import { foldName } from '../../src/template/names.ts';
import type { FieldSchema } from '../../src/template/schema.ts';
import { type Draw, type Fault, misspell, type Planted, pick, replace, within } from './fault.ts';
import type { FieldPlace, Places } from './places.ts';
import { today } from './specimen.ts';

/** Mistakes in metadata. */
export const fieldFaults: readonly Fault[] = [
  {
    name: 'a field is deleted',
    rules: ['field-missing'],
    plant: (places, draw) => {
      // The title's heading stands for a field of the same kind.
      const hasHeading = places.headings[0]?.depth === 1;
      const field = pick(
        known(places, ({ required, role }) => required && (role !== 'title' || !hasHeading)),
        draw,
      );
      if (field === null) return null;
      const { start, end } = field.line;
      return within(replace(places.text, { start, end: end + 1 }, ''), head(places));
    },
  },
  {
    name: 'the value of a field is deleted',
    rules: ['field-empty'],
    plant: (places, draw) => {
      const field = pick(
        known(places, ({ required }) => required),
        draw,
      );
      return field === null ? null : within(replace(places.text, field.value, ''), field.line);
    },
  },
  {
    name: 'the name of a field is misspelt',
    rules: ['field-unknown'],
    plant: (places, draw) => {
      const field = pick(
        known(places, ({ required, name }) => required && name.length > 4),
        draw,
      );
      return field === null ? null : within(replace(places.text, field.name, misspell(field.words, draw)), field.line);
    },
  },
  {
    name: 'a field stands twice',
    rules: ['field-duplicate', 'invalid-yaml'],
    plant: (places, draw) => {
      const field = pick(known(places), draw);
      if (field === null) return null;
      const { start, end } = field.line;
      const line = places.text.slice(start, end);
      return within(replace(places.text, { start: end, end }, `\n${line}`), { start, end: end + line.length + 1 });
    },
  },
  {
    name: 'a choice is written in another case',
    rules: ['choice-case'],
    plant: (places, draw) => {
      const field = pick(choiceFields(places), draw);
      if (field === null) return null;
      const value = writtenIn(places, field);
      const other = value === value.toLowerCase() ? value.toUpperCase() : value.toLowerCase();
      return replace(places.text, field.value, other);
    },
  },
  {
    name: 'a choice is none of those allowed',
    rules: ['not-a-choice'],
    plant: (places, draw) => {
      const field = pick(
        choiceFields(places).filter((each) => schemaOf(places, each)?.open === false),
        draw,
      );
      const word = pick(['Cromulent', 'Somewhere in between', 'готово наполовину', '42'], draw);
      return field === null || word === null ? null : replace(places.text, field.value, word);
    },
  },
  {
    name: 'a choice is misspelt',
    rules: ['not-a-choice'],
    plant: (places, draw) => {
      const field = pick(choiceFields(places), draw);
      return field === null ? null : replace(places.text, field.value, misspell(writtenIn(places, field), draw));
    },
  },
  {
    name: 'all choices stand there again',
    rules: ['choice-left'],
    plant: (places, draw) => {
      const field = pick(choiceFields(places), draw);
      const schema = field === null ? null : schemaOf(places, field);
      if (field === null || schema === null) return null;
      const { start, end } = schema.valueRange;
      return replace(places.text, field.value, places.specimen.schema.text.slice(start, end));
    },
  },
  {
    name: 'a date is no date',
    rules: ['wrong-type'],
    plant: (places, draw) => {
      const field = pick(dateFields(places), draw);
      const word = pick(['2026-02-31', '2026-13-01', 'next spring', '2026-00-10', 'yesterday'], draw);
      return field === null || word === null ? null : replace(places.text, field.value, word);
    },
  },
  {
    name: 'a date has not come yet',
    rules: ['date-in-future'],
    plant: (places, draw) => {
      const fields = dateFields(places).filter(
        (each) => roleOf(places, each) === 'created' || roleOf(places, each) === 'updated',
      );
      const field = pick(fields, draw);
      return field === null ? null : replace(places.text, field.value, later(draw));
    },
  },
  {
    name: 'the document was updated before it was created',
    rules: ['updated-before-created'],
    plant: (places, draw) => {
      const created = dateFields(places).find((each) => roleOf(places, each) === 'created');
      const updated = dateFields(places).find((each) => roleOf(places, each) === 'updated');
      if (created === undefined || updated === undefined) return null;
      const planted = replace(places.text, updated.value, `20${10 + draw(10)}-0${1 + draw(9)}-1${draw(10)}`);
      return within(planted, { start: created.line.start, end: updated.line.end });
    },
  },
  {
    name: 'a field still holds its placeholder',
    rules: ['placeholder-left', 'choice-left'],
    plant: (places, draw) => {
      const field = pick(
        known(places, ({ placeholder, type }) => placeholder !== null && type !== 'choice'),
        draw,
      );
      const words = field === null ? null : (schemaOf(places, field)?.placeholder ?? null);
      return field === null || words === null ? null : replace(places.text, field.value, words);
    },
  },
  {
    name: 'a field is still to be written',
    rules: ['todo-left', 'field-empty', 'placeholder-left'],
    plant: (places, draw) => {
      const field = pick(
        known(places, ({ type }) => type === 'text' || type === 'person'),
        draw,
      );
      return field === null
        ? null
        : replace(places.text, field.value, pick(['TBD', 'TODO', 'tbd', 'TODO: ask'], draw) ?? 'TBD');
    },
  },
  {
    name: 'the front matter is not valid YAML',
    rules: ['invalid-yaml'],
    plant: (places, draw) => {
      if (!places.text.startsWith('---\n')) return null;
      const field = pick(known(places), draw);
      const value = pick(['[open', '"open', '{open: '], draw);
      if (field === null || value === null) return null;
      return within(replace(places.text, field.value, value), { start: 0, end: places.text.indexOf('\n---\n', 4) + 5 });
    },
  },
];

/** Fields that the template has, of a kind. */
function known(places: Places, of: (schema: FieldSchema) => boolean = () => true): FieldPlace[] {
  return places.fields.filter((field) => {
    const schema = schemaOf(places, field);
    return schema !== null && of(schema);
  });
}

function schemaOf(places: Places, field: FieldPlace): FieldSchema | null {
  const { schema } = places.specimen;
  return schema.fields.find(({ name }) => foldName(name) === foldName(field.words)) ?? null;
}

function roleOf(places: Places, field: FieldPlace): FieldSchema['role'] {
  return schemaOf(places, field)?.role ?? null;
}

function choiceFields(places: Places): FieldPlace[] {
  return known(places, ({ type }) => type === 'choice');
}

function dateFields(places: Places): FieldPlace[] {
  return known(places, ({ type }) => type === 'date');
}

function writtenIn(places: Places, field: FieldPlace): string {
  return places.text.slice(field.value.start, field.value.end);
}

/** Everything before the first section: a missing field is told of there. */
function head(places: Places): Planted['at'] {
  const first = places.headings.find(({ schema }) => schema !== null);
  return { start: 0, end: first?.range.end ?? places.text.length };
}

function later(draw: Draw): string {
  return `${Number(today.slice(0, 4)) + 1 + draw(5)}-0${1 + draw(9)}-1${draw(10)}`;
}
