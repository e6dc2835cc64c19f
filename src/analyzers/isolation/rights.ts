import { inHostNetwork } from './host-namespaces.js';
import type { Risk, RiskSubject } from './risk.js';

/** Added capabilities that undo the isolation, capabilities(7). */
const CAPABILITIES: ReadonlyMap<string, string> = new Map([
  ['ALL', 'it has every right of root but for devices'],
  ['SYS_ADMIN', 'it can mount filesystems and change most settings of the system'],
  ['SYS_PTRACE', 'it can read and change the memory of any process that it sees'],
  ['SYS_MODULE', 'it can load code into the kernel'],
  ['DAC_READ_SEARCH', 'it can open any file of a filesystem that it has a file of, by its handle'],
]);

export function privileged({ isolation }: RiskSubject): Risk[] {
  if (isolation?.privileged !== true) return [];
  return [
    {
      code: 'privileged',
      message:
        'It is privileged: it has all capabilities and all devices, and nothing filters its system calls; root in it is root of the host.',
    },
  ];
}

/** A privileged container has them all: nothing more is said of it then. */
export function capabilities(subject: RiskSubject): Risk[] {
  const { isolation } = subject;
  if (isolation === null || isolation.privileged) return [];
  const added = new Set(isolation.addedCapabilities.map((name) => name.toUpperCase().replace(/^CAP_/, '')));
  const risks = [...CAPABILITIES].flatMap(([name, lets]) =>
    added.has(name) ? [capability(name, lets)] : [],
  );
  if (added.has('NET_ADMIN') && inHostNetwork(subject)) {
    risks.push(capability('NET_ADMIN', 'it can change the host’s interfaces, routes and firewall'));
  }
  return risks;
}

function capability(name: string, lets: string): Risk {
  const code = `capability-${name.toLowerCase().replaceAll('_', '-')}`;
  return { code, message: `It is given the capability ${name}: ${lets}.` };
}

/** Filters that are on by default and were switched off; `name:value` is how engines before 1.11 wrote it. */
export function unconfined({ isolation }: RiskSubject): Risk[] {
  if (isolation === null) return [];
  const off = (name: string): boolean =>
    isolation.securityOptions.some((option) => /^(\w+)[=:]unconfined$/.exec(option)?.[1] === name);
  const risks: Risk[] = [];
  if (off('seccomp')) {
    risks.push({
      code: 'seccomp-unconfined',
      message: 'It is set to run without the seccomp filter: it can make any system call.',
    });
  }
  if (off('apparmor')) {
    risks.push({
      code: 'apparmor-unconfined',
      message:
        'It is set to run without an AppArmor profile: nothing keeps it from sensitive files of /proc and /sys.',
    });
  }
  return risks;
}
