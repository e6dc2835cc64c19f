import type { ContainerMount } from '../../model/container.js';
import type { Risk, RiskSubject } from './risk.js';

/** Names of the sockets that engines are told what to do by. */
const SOCKET = /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/;

/** Where those sockets lie unless somebody moved them. */
const USUAL_SOCKETS = [
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/podman/podman.sock',
  '/run/crio/crio.sock',
];

/** Directories of the host that change the host itself when written to; of the first ones also what is below. */
const DEEP = ['/proc', '/sys'];
const FLAT = ['/etc', '/dev'];

/**
 * The socket of an engine, or a directory that it lies in. A read-only mount does not help: connecting to a socket
 * writes to no file, and the kernel asks the socket's own permissions (`sb_permission`, fs/namei.c).
 */
export function engineSocket({ mounts, engineSockets }: RiskSubject): Risk[] {
  const sockets = [...USUAL_SOCKETS, ...engineSockets.map(hostPath)];
  return binds(mounts).flatMap((source) => {
    const holds = SOCKET.test(source) || sockets.some((socket) => socket === source);
    const around = sockets.some((socket) => isBelow(socket, source));
    if (!holds && !around) return [];
    const what = holds
      ? `The engine’s socket ${source} is mounted`
      : `${source} of the host is mounted, with the engine’s socket in it`;
    return [
      {
        code: 'engine-socket',
        message: `${what}: who can open it can start a container with all rights on the host.`,
      },
    ];
  });
}

/** Directories of the host that are mounted to be written to, and that the host or the engine depends on. */
export function hostPaths({ mounts, dataRoots }: RiskSubject): Risk[] {
  const writable = mounts.filter((mount) => !mount.readOnly);
  return binds(writable).flatMap((source) => {
    const message = sensitive(source, dataRoots.map(hostPath));
    return message === null ? [] : [{ code: 'host-path', message }];
  });
}

function sensitive(source: string, dataRoots: readonly string[]): string | null {
  const mounted = `${source} of the host is mounted writable`;
  if (source === '/') return `${mounted}: it can change any file of the host.`;
  if (FLAT.includes(source) || DEEP.some((path) => path === source || isBelow(source, path))) {
    return `${mounted}: it can change how the host works.`;
  }
  for (const root of dataRoots) {
    if (source === root || isBelow(root, source)) {
      return `${mounted}, with the engine’s data root ${root} in it: it can change every container, image and volume.`;
    }
    if (isBelow(source, root) && !isBelow(source, `${root}/volumes`)) {
      return `${mounted}, which is a part of the engine’s data root: it can change what belongs to other containers.`;
    }
  }
  return null;
}

/** Sources of bind mounts, each once. */
function binds(mounts: readonly ContainerMount[]): string[] {
  const sources = mounts.flatMap(({ type, source }) =>
    type === 'bind' && source !== null ? [hostPath(source)] : [],
  );
  return [...new Set(sources)];
}

/** A path without what does not matter: `/var/run` is a link to `/run` everywhere. */
function hostPath(path: string): string {
  const plain = path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return plain.replace(/^\/var\/run(?=\/|$)/, '/run');
}

function isBelow(path: string, directory: string): boolean {
  return directory === '/' ? path !== '/' : path.startsWith(`${directory}/`);
}
