/** An interface of a network namespace, by its name and index there. */
export interface NamedInterface {
  readonly name: string;
  readonly index: number;
}

/** `2	eth0      :     1      V3`; a line of an interface's groups begins with blanks. `net/ipv4/igmp.c`. */
const IGMP = /^(\d{1,9})\t(\S+) *: /;
/** `fe80… 02 40 20 80     eth0`: address, index, prefix length, scope, flags. `net/ipv6/addrconf.c`. */
const INET6 = /^[0-9a-f]{32} ([0-9a-f]{2,8}) [0-9a-f]{2} [0-9a-f]{2} [0-9a-f]{2} +(\S+)$/i;
/** `2    eth0            1     0     333300000001`. `net/core/net-procfs.c`, `dev_mc_seq_show`. */
const DEV_MCAST = /^(\d{1,9}) +(\S+) +\d+ +\d+ +[0-9a-f]*$/i;

const FORMS = {
  igmp: { line: IGMP, radix: 10 },
  if_inet6: { line: INET6, radix: 16 },
  dev_mcast: { line: DEV_MCAST, radix: 10 },
} as const;

/** Files of `/proc/PID/net` that name interfaces with their index; the first has all that know IPv4. */
export const INTERFACE_FILES = ['igmp', 'if_inet6', 'dev_mcast'] as const;

/** The interfaces that one of these files names, ascending by index. Lines of any other form are left out. */
export function parseInterfaces(text: string, file: (typeof INTERFACE_FILES)[number]): NamedInterface[] {
  const { line: form, radix } = FORMS[file];
  const found = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [, index, name] = form.exec(line) ?? [];
    if (index !== undefined && name !== undefined) found.set(Number.parseInt(index, radix), name);
  }
  return [...found]
    .map(([index, name]) => ({ index, name }))
    .filter(({ index }) => index > 0)
    .sort((a, b) => a.index - b.index);
}
