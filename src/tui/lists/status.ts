import type { ContainerStatus } from '../../model/container.js';
import type { Paint, Theme } from '../theme/theme.js';

/** The color of a container's status; the word itself says it too. */
export function statusPaint(status: ContainerStatus, theme: Theme): Paint {
  switch (status) {
    case 'running':
      return theme.good;
    case 'paused':
    case 'restarting':
    case 'removing':
      return theme.warn;
    case 'dead':
      return theme.bad;
    default:
      return theme.muted;
  }
}
