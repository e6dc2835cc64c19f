import type { HostPlaces } from '../../../src/collectors/host/host-places.js';

/** A machine without anything, where root is looking. */
export const NOWHERE: HostPlaces = {
  dataRoot: '/nonexistent/docker',
  containerdRoot: '/nonexistent/containerd',
  daemonJson: '/nonexistent/daemon.json',
  passwd: '/nonexistent/passwd',
  procRoot: '/nonexistent/proc',
  uid: 0,
  home: '/nonexistent',
  dataHome: null,
  daemons: async () => [],
};
