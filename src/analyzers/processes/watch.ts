import type { ProcessRecord } from '../../model/process.js';
import type { KnownContainers } from './known-containers.js';

/** What a process that watches a container from outside says of it on its command line. */
export interface Watch {
  /** `null` for a proxy to an address that no known container has, or that several have. */
  readonly containerId: string | null;
  readonly runtime: string | null;
  /** Its children in a pid namespace of their own are that container's; a shim of Kubernetes has those of a whole pod. */
  readonly parentOfContainer: boolean;
}

/** `PATH_MAX` of `include/uapi/linux/limits.h`. */
const LONGEST_PATH = 4096;

/**
 * Tells monitors by their arguments; `null` for any other process. Sources: containerd, `runtime/v2/shim/shim.go`
 * (`-namespace -id`) and, before version 2, `cmd/containerd-shim` (`-workdir …/<id>`); conmon, `src/cli.c`; Docker
 * Engine, `cmd/docker-proxy`.
 */
export function watchOf({ args }: ProcessRecord, known: KnownContainers): Watch | null {
  // Some programs write all their arguments into the first one.
  const program = baseName((args[0] ?? '').slice(0, LONGEST_PATH));
  if (/^(?:docker-)?containerd-shim/.test(program)) return shim(args);
  if (program === 'conmon') return conmon(args);
  if (/^(?:[\w.]+-)?docker-proxy$/.test(program)) return proxy(args, known);
  return null;
}

function shim(args: readonly string[]): Watch | null {
  const workdir = flag(args, 'workdir');
  const containerId = flag(args, 'id') ?? (workdir === null ? null : baseName(workdir));
  if (containerId === null || containerId === '') return null;
  const namespace = flag(args, 'namespace');
  const pod = namespace === 'k8s.io';
  return { containerId, runtime: runtimeOf(namespace), parentOfContainer: !pod };
}

/** containerd's namespaces: Docker Engine uses `moby`, its Kubernetes plugin `k8s.io`. */
function runtimeOf(namespace: string | null): string {
  if (namespace === 'moby') return 'docker';
  return namespace === 'k8s.io' ? 'cri-containerd' : 'containerd';
}

function conmon(args: readonly string[]): Watch | null {
  const containerId = flag(args, 'c') ?? flag(args, 'cid');
  return containerId === null ? null : { containerId, runtime: null, parentOfContainer: true };
}

function proxy(args: readonly string[], known: KnownContainers): Watch | null {
  const address = flag(args, 'container-ip');
  if (address === null) return null;
  const port = Number(flag(args, 'container-port'));
  const hostPort = Number(flag(args, 'host-port'));
  const target = known.at(address, { port, hostPort, protocol: flag(args, 'proto') });
  return { containerId: target?.record.id ?? null, runtime: 'docker', parentOfContainer: false };
}

/** Value of an option: `-name value`, `-name=value`, with one dash or two. */
function flag(args: readonly string[], name: string): string | null {
  for (const [index, arg] of args.entries()) {
    if (arg === `-${name}` || arg === `--${name}`) return args[index + 1] ?? null;
    const written = [`-${name}=`, `--${name}=`].find((start) => arg.startsWith(start));
    if (written !== undefined) return arg.slice(written.length);
  }
  return null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
