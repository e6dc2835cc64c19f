import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import type { HostAddress } from './host-address.js';
import { RequestError } from './request-error.js';

/** Arguments of `ssh` as the docker CLI gives them (`cli/connhelper/connhelper.go`), without any question asked. */
function sshArguments(address: HostAddress & { readonly transport: 'ssh' }): string[] {
  return [
    // Nobody can answer a question about a password or a host key here: it must fail and say so.
    '-o',
    'BatchMode=yes',
    '-T',
    ...(address.username === null ? [] : ['-l', address.username]),
    ...(address.port === null ? [] : ['-p', String(address.port)]),
    '--',
    address.host,
    'docker',
    ...(address.socketPath === null ? [] : ['--host', `unix://${quote(address.socketPath)}`]),
    'system',
    'dial-stdio',
  ];
}

/** The shell of the other machine reads the words again. */
function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A running `ssh` as the stream that `http` talks to. */
class SshConnection extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams) {
    super();
    this.#child = child;
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.stdout.on('data', (bytes: Buffer) => {
      if (!this.push(bytes)) child.stdout.pause();
    });
    // What could not be written is told by how ssh ends.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => this.destroy(new RequestError('other', `ssh: ${error.message}`)));
    // Only now all is read, and ssh has said what was wrong: ending with stdout would hide it.
    child.on('close', (code) => {
      if (code === 0) this.push(null);
      else
        this.destroy(
          new RequestError('other', `ssh: ${lastLine(complaint) || `it ended with code ${code}`}`),
        );
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const child = this.#child;
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
    child.kill();
    // A program in its place that pays no heed to the signal must not keep bilge running.
    child.unref();
    done(error);
  }

  // What `http` calls on a socket beside the stream itself; a process has none of it.
  setTimeout(): void {}
  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}
}

function lastLine(text: string): string {
  return (text.trim().split(/\r?\n/).at(-1) ?? '').replace(/^ssh: /, '');
}

/**
 * Connections to an engine through `ssh HOST docker system dial-stdio`, one process for each. The system's own `ssh`
 * because it knows the user's keys, configuration and known hosts; the one inside dockerode checks no host key.
 */
export class SshAgent extends Agent {
  readonly #command: string;
  readonly #words: readonly string[];
  readonly #open = new Set<Duplex>();

  constructor(address: HostAddress & { readonly transport: 'ssh' }, command = 'ssh') {
    super({ keepAlive: true, maxSockets: 4 });
    this.#command = command;
    this.#words = sshArguments(address);
  }

  override createConnection(): Duplex {
    const connection = new SshConnection(spawn(this.#command, this.#words, { stdio: 'pipe' }));
    this.#open.add(connection);
    connection.on('close', () => this.#open.delete(connection));
    return connection;
  }

  /** Ends every ssh, also one whose answer was read so lately that the agent has not taken it back. */
  override destroy(): void {
    super.destroy();
    for (const connection of this.#open) connection.destroy();
  }
}
