import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type Dockerode from 'dockerode';
import type { Endpoint } from './endpoint.js';
import { SshAgent } from './ssh-agent.js';

/** GET asks; the others change something. */
export type Method = 'GET' | 'POST' | 'DELETE';

/** The part of dockerode's modem that bilge uses: its typed calls know neither raw answers nor new parameters. */
interface Modem {
  dial(
    options: {
      readonly path: string;
      readonly method: Method;
      readonly options: Readonly<Record<string, unknown>>;
      readonly statusCodes: Readonly<Record<number, true>>;
      readonly isStream: true;
      readonly abortSignal: AbortSignal;
    },
    callback: (error: Error | null, response: unknown) => void,
  ): void;
}

/** A modem and the connections behind it, which are this collection's own. */
export interface OpenModem {
  readonly modem: Modem;
  readonly agent: HttpAgent;
  /** Path in front of every request. */
  readonly basePath: string;
}

type ModemOptions = Dockerode.DockerOptions & { agent: HttpAgent };

function optionsFor(endpoint: Endpoint, sshCommand: string | undefined): ModemOptions {
  const { address } = endpoint;
  if (address.transport === 'unix') {
    // An abstract socket is written with `@` and begins with NUL for the kernel.
    const socketPath = address.socketPath.replace(/^@/, '\0');
    return { socketPath, protocol: 'http', agent: new HttpAgent({ maxSockets: 16 }) };
  }
  if (address.transport === 'ssh') {
    return { host: 'http://localhost', protocol: 'http', agent: new SshAgent(address, sshCommand) };
  }
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  if (endpoint.tls === null) {
    const agent = new HttpAgent({ maxSockets: 16 });
    return { host: `http://${host}`, port: address.port, protocol: 'http', agent };
  }
  const { ca, cert, key, verify } = endpoint.tls;
  const agent = new HttpsAgent({
    maxSockets: 16,
    rejectUnauthorized: verify,
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  });
  return { host: `https://${host}`, port: address.port, protocol: 'https', agent };
}

/**
 * Runs `make` without the variables that dockerode reads on its own, which would win over the endpoint (a DOCKER_HOST
 * with a host over a socket path) or throw. Nothing else can run in between.
 */
function withoutDockerVariables<T>(make: () => T): T {
  const names = Object.keys(process.env).filter((name) => name.startsWith('DOCKER_'));
  const saved = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of saved) process.env[name] = value;
  }
}

/** Opens dockerode for an endpoint. Nothing is connected yet. dockerode costs 100 ms to load, so it is loaded here. */
export async function openModem(endpoint: Endpoint, sshCommand?: string): Promise<OpenModem> {
  const { default: Docker } = await import('dockerode');
  const options = optionsFor(endpoint, sshCommand);
  const docker = withoutDockerVariables(() => new Docker(options));
  const basePath = endpoint.address.transport === 'tcp' ? endpoint.address.basePath : '';
  return { modem: docker.modem, agent: options.agent, basePath };
}
