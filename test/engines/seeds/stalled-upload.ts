import { request } from 'node:http';

/** A request whose body never ends: the engine is at work for as long as nobody ends it. */
export interface StalledUpload {
  readonly abandon: () => void;
}

/** Sends the beginning of a body to the engine's API and keeps it waiting for the rest. */
export function stallUpload(socket: string, path: string, beginning: Buffer): StalledUpload {
  const asked = request({
    socketPath: socket,
    path,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-tar', 'Transfer-Encoding': 'chunked' },
    agent: false,
  });
  // The engine is killed while it waits, which is what the request is for.
  asked.on('error', () => {});
  asked.write(beginning);
  return {
    abandon: () => {
      asked.destroy();
    },
  };
}
