/** The system's code of a failed call, such as `ENOENT`; `otherwise` where the error has none. */
export function errorCode(error: unknown, otherwise = 'EUNKNOWN'): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return otherwise;
}
