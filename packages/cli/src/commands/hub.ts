import { readConfiguration } from '@specwright/hub/configuration.ts';
import { openMirror } from '../mirror/open-mirror.ts';
import type { Invocation } from './command.ts';
import { dataOfHub } from './hub-place.ts';
import { runHub } from './run-hub.ts';

/** `specwright hub`: serves a team until it is told to end. */
export function run(invocation: Invocation): Promise<number> {
  return runHub(invocation, async (ports) => {
    const configuration = readConfiguration('hub', invocation.options, process.env, dataOfHub());
    const { startTeamHub } = await import('@specwright/hub/team.ts');
    // A secret: it belongs to who started the hub, and not into its log.
    const setUp = (link: string) =>
      invocation.terminal.say(`Nobody administers the hub yet; whoever opens this does: ${link}\n`);
    return startTeamHub(configuration, { ...ports, setUp, openFolder: openMirror });
  });
}
