/** A container that a control group is named after. */
export interface ContainerCgroup {
  /** The engine's id of it, or the name where an engine has names only (LXC). */
  readonly containerId: string;
  /** What made the group, by the form of its path: `docker`, `podman`, `containerd`, `cri-containerd`, … */
  readonly runtime: string;
  /** The group holds what watches the container from outside. */
  readonly monitor: boolean;
}

interface Named extends ContainerCgroup {
  /** Only an id, without a word on what it is of. */
  readonly bare: boolean;
}

/** Prefixes of scopes (`docker-<id>.scope`), of groups (`libpod-<id>`), and of `<slice>:cri-containerd:<id>`. */
const RUNTIMES: ReadonlyMap<string, string> = new Map([
  ['docker', 'docker'],
  ['libpod', 'podman'],
  ['cri-containerd', 'cri-containerd'],
  ['crio', 'cri-o'],
  ['nerdctl', 'containerd'],
  ['buildkit', 'buildkit'],
]);

/** Engines' ids: 64 hexadecimal digits, or 25 digits to the base 36 of BuildKit (`identity.NewID`). */
const PREFIXED =
  /^(?:.*:)?(docker|libpod|cri-containerd|crio|nerdctl|buildkit)[-:](conmon-|payload-)?([\da-f]{64}|[\da-z]{25})(?:\.scope)?$/;
const BARE = /^[\da-f]{64}$/;
const BUILD = /^[\da-z]{25}$/;

/** LXC 4 and later: one component; before: `/lxc/<name>`. */
const LXC = /^lxc\.(payload|monitor)\.(.+)$/;
const LXC_PARENTS: ReadonlySet<string> = new Set(['lxc', 'lxc.payload', 'lxc.monitor']);

/** Namespaces of containerd that tools use of themselves; of any other name, a path may be of anything. */
const NAMESPACES: ReadonlySet<string> = new Set(['default', 'k8s.io', 'moby', 'nerdctl', 'buildkit']);

const NSPAWN = /^systemd-nspawn@(.+)\.service$/;
const MACHINE = /^machine-(.+)\.scope$/;
/** libvirt's virtual machines: nothing of the host's kernel runs in them. */
const VIRTUAL_MACHINE = /^(?:qemu|xen|libvirt-qemu)\\x2d/;

function named(containerId: string, runtime: string, monitor = false, bare = false): Named {
  return { containerId, runtime, monitor, bare };
}

/** systemd writes bytes that have a meaning in names of units as `\xhh` (systemd-escape(1)). */
function unescapeUnit(name: string): string {
  return name.replaceAll(/(?:\\x[\da-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('\\x', ''), 'hex').toString(),
  );
}

function prefixed(part: string): Named | null {
  const [, prefix = '', kind, id = ''] = PREFIXED.exec(part) ?? [];
  const runtime = RUNTIMES.get(prefix);
  if (runtime === undefined || BUILD.test(id) !== (runtime === 'buildkit')) return null;
  return named(id, runtime, kind === 'conmon-');
}

/**
 * The container that a component of a path names by itself: `docker-<id>.scope`, `libpod-<id>` (`libpod-payload-<id>`
 * with `--cgroups=split`), `libpod-conmon-<id>.scope`, `crio-<id>`, `cri-containerd-<id>.scope`,
 * `kubepods-besteffort-pod….slice:cri-containerd:<id>` (a systemd name given to runc's cgroupfs manager),
 * `buildkit-<id>.scope`, `lxc.payload.<name>`, `machine-<name>.scope`, `systemd-nspawn@<name>.service`.
 */
export function namedByComponent(part: string, next: string | undefined): Named | null {
  const [, kind, lxc] = LXC.exec(part) ?? [];
  if (lxc !== undefined) return named(lxc, 'lxc', kind === 'monitor');
  const nspawn = NSPAWN.exec(part)?.[1];
  if (nspawn !== undefined) return named(unescapeUnit(nspawn), 'systemd-nspawn', next === 'supervisor');
  const machine = MACHINE.exec(part)?.[1];
  if (machine === undefined) return prefixed(part);
  return VIRTUAL_MACHINE.test(machine) ? null : named(unescapeUnit(machine), 'machine');
}

function runtimeOfBare(parts: readonly string[], index: number): string {
  const parent = parts[index - 1] ?? '';
  // `/kubepods/burstable/pod<uid>/<id>`: the same of every runtime.
  if (/^pod[\da-f-]{32,36}$/.test(parent) || parent.startsWith('kubepods')) return 'kubernetes';
  return parent !== 'moby' && NAMESPACES.has(parent) ? 'containerd' : 'docker';
}

/**
 * The container that a component names in the place where it stands: `/docker/<id>` or another `--cgroup-parent`,
 * `/docker/buildkit/<id>`, `/kubepods/…/pod<uid>/<id>`, `/lxc/<name>`, and `/<namespace>/<id>` of containerd, where
 * the id is free text, at the start of the path or of that which a container sees.
 *
 * @param root index of the component where that starts
 */
export function namedByParent(parts: readonly string[], index: number, root: number): Named | null {
  const part = parts[index] ?? '';
  const parent = parts[index - 1] ?? '';
  if (part === '' || part === '..') return null;
  if (BARE.test(part)) return named(part, runtimeOfBare(parts, index), false, true);
  if (parent === 'buildkit' && BUILD.test(part)) return named(part, 'buildkit');
  if (index !== root + 1) return null;
  if (LXC_PARENTS.has(parent)) return named(part, 'lxc', parent === 'lxc.monitor');
  return NAMESPACES.has(parent) ? named(part, 'containerd') : null;
}
