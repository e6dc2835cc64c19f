/**
 * RECLAIMABLE of each row of `docker system df`, with what is wrong in it. Bytes; `null`: the engine did not say what it
 * takes to know it.
 */
export interface EngineClaims {
  readonly images: number | null;
  readonly containers: number | null;
  readonly volumes: number | null;
  readonly buildCache: number | null;
}
