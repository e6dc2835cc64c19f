import type { Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** Networks, which take no space of their own. */
export function networkSubjects(host: WhoseHost): Subject[] {
  return host.report.networks.map(({ id, name, driver, scope, subnets }): Subject => {
    const ranges = subnets.map(({ subnet }) => subnet).join(', ');
    return {
      kind: 'network',
      root: null,
      id,
      name,
      keys: [id, name],
      words: [],
      places: [],
      answer: () => ({
        path: null,
        category: null,
        description: `a network of the driver ${driver}, scope ${scope}${ranges === '' ? '' : `: ${ranges}`}`,
        allocatedBytes: null,
        inodes: null,
        holders: [],
        toFree: { objects: [], freedBytes: null, note: 'a network takes no space of its own' },
        hidden: null,
        evidence: null,
        source: 'unmeasured',
        unmeasuredReason: 'a network takes no space of its own',
      }),
    };
  });
}
