import { liveOf } from '../live/live-host.js';
import { withoutSpace } from '../no-space.js';
import type { Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** Networks, which take no space of their own. */
export function networkSubjects(host: WhoseHost): Subject[] {
  return host.report.networks.map(({ id, name, driver, scope, subnets }): Subject => {
    const ranges = subnets.map(({ subnet }) => subnet).join(', ');
    const description = `a network of the driver ${driver}, scope ${scope}${ranges === '' ? '' : `: ${ranges}`}`;
    return {
      kind: 'network',
      root: null,
      id,
      name,
      keys: [id, name],
      words: [],
      places: [],
      answer: () => withoutSpace('a network', { description, holders: liveOf(host).holdersOfNetwork(id) }),
    };
  });
}
