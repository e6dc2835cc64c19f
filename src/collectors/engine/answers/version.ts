import { z } from 'zod';
import { filledText, parseObject } from './lenient.js';

/** `GET /version`. */
export interface VersionAnswer {
  readonly product: string;
  readonly podman: boolean;
  readonly version: string | null;
  readonly apiVersion: string;
  /** The oldest API version the engine still speaks; `null` before Docker 1.13, which does not say. */
  readonly minApiVersion: string | null;
}

const apiVersion = z.string().regex(/^\d{1,3}\.\d{1,3}$/);
const schema = z.object({
  ApiVersion: apiVersion,
  MinAPIVersion: apiVersion.nullable().catch(null),
  Version: filledText,
  Components: z.array(z.object({ Name: filledText })).catch([]),
});

/** Podman names itself in its first component; Docker says `Engine` there. */
const PODMAN = 'Podman Engine';

/** @throws RequestError `garbage` */
export function parseVersion(value: unknown): VersionAnswer {
  const answer = parseObject(schema, value);
  const podman = answer.Components[0]?.Name === PODMAN;
  return {
    product: podman ? PODMAN : 'Docker Engine',
    podman,
    version: answer.Version,
    apiVersion: answer.ApiVersion,
    minApiVersion: answer.MinAPIVersion,
  };
}
