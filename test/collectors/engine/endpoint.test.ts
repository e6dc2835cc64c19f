import test from 'ava';
import {
  type Endpoint,
  type EndpointOptions,
  resolveEndpoint,
} from '../../../src/collectors/engine/endpoint.js';
import { EndpointError } from '../../../src/collectors/engine/endpoint-error.js';
import { contextDirectory } from '../../../src/formats/docker-context.js';

const HOME = '/home/me';
const CONTEXTS = `${HOME}/.docker/contexts`;

interface World extends Partial<EndpointOptions> {
  readonly files?: Readonly<Record<string, string>>;
}

function resolve({ files = {}, ...options }: World): Endpoint {
  return resolveEndpoint({
    env: {},
    homeDirectory: HOME,
    root: true,
    exists: (path) => path in files,
    readFile: (path) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      if (content === 'forbidden') throw Object.assign(new Error('denied'), { code: 'EACCES' });
      return content;
    },
    ...options,
  });
}

function context(name: string, docker: object): Record<string, string> {
  const path = `${CONTEXTS}/meta/${contextDirectory(name)}/meta.json`;
  return { [path]: JSON.stringify({ Name: name, Endpoints: { docker } }) };
}

const config = (name: string) => ({
  [`${HOME}/.docker/config.json`]: JSON.stringify({ currentContext: name }),
});
const TWO = {
  ...context('prod', { Host: 'tcp://prod:2375' }),
  ...context('lab', { Host: 'unix:///lab.sock' }),
};

test('without any setting it is the default socket', (t) => {
  t.like(resolve({}), {
    url: 'unix:///var/run/docker.sock',
    source: 'default socket',
    transport: 'unix',
    socketPath: '/var/run/docker.sock',
    tls: null,
    local: true,
  });
});

test('an option wins over variables, DOCKER_HOST over contexts, DOCKER_CONTEXT over the current one', (t) => {
  const files = { ...TWO, ...config('lab') };
  const env = { DOCKER_HOST: 'tcp://env:1', DOCKER_CONTEXT: 'prod' };
  const source = (world: World) => resolve({ files, ...world }).source;
  t.is(source({ env, host: 'tcp://option:1' }), '--host');
  t.is(source({ env, context: 'lab' }), 'context lab');
  t.is(source({ env }), 'DOCKER_HOST');
  t.is(source({ env: { DOCKER_CONTEXT: 'prod' } }), 'context prod');
  t.is(source({}), 'context lab');
  t.is(resolve({ files }).url, 'unix:///lab.sock');
});

test('both options are one too many', (t) => {
  const error = t.throws(() => resolve({ host: 'tcp://a', context: 'b' }), { instanceOf: EndpointError });
  t.is(error?.message, '--host and --context: both are given. Give only one of them.');
});

test('the context named default is DOCKER_HOST or the default socket', (t) => {
  t.is(resolve({ context: 'default' }).source, 'default socket');
  t.is(resolve({ context: 'default', env: { DOCKER_HOST: 'tcp://x:1' } }).url, 'tcp://x:1');
  t.is(resolve({ env: { DOCKER_CONTEXT: 'default' }, files: config('prod') }).source, 'default socket');
});

test('DOCKER_CONFIG moves the configuration', (t) => {
  const files = { '/etc/d/config.json': '{"currentContext":"default"}', ...config('missing') };
  t.is(resolve({ files, env: { DOCKER_CONFIG: '/etc/d' } }).source, 'default socket');
});

test('a context that is missing or damaged says which file and what to do', (t) => {
  const missing = t.throws(() => resolve({ files: config('gone') }), { instanceOf: EndpointError });
  t.regex(
    missing?.message ?? '',
    /config\.json: context "gone" does not exist \(.*meta\.json\)\..*docker context ls/,
  );
  const files = { [`${CONTEXTS}/meta/${contextDirectory('bad')}/meta.json`]: '{' };
  const damaged = t.throws(() => resolve({ files, context: 'bad' }), { instanceOf: EndpointError });
  t.regex(damaged?.message ?? '', /meta\.json: context "bad" is damaged/);
});

test('a configuration that cannot be used is passed over with a warning, as the docker CLI does', (t) => {
  const path = `${HOME}/.docker/config.json`;
  for (const content of ['{', 'forbidden']) {
    const { source, warnings } = resolve({ files: { [path]: content } });
    t.is(source, 'default socket');
    t.is(warnings.length, 1, content);
    t.true(warnings[0]?.startsWith(path));
  }
});

test('a context has its own TLS files and may skip verification', (t) => {
  const tls = `${CONTEXTS}/tls/${contextDirectory('prod')}/docker`;
  const files = { ...TWO, [`${tls}/ca.pem`]: 'CA', [`${tls}/cert.pem`]: 'CERT', [`${tls}/key.pem`]: 'KEY' };
  t.deepEqual(resolve({ files, context: 'prod' }).tls, { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true });
  const skipping = context('prod', { Host: 'tcp://prod:2376', SkipTLSVerify: true });
  t.deepEqual(resolve({ files: skipping, context: 'prod' }).tls, {
    ca: null,
    cert: null,
    key: null,
    verify: false,
  });
  const half = { ...TWO, [`${tls}/cert.pem`]: 'CERT' };
  t.throws(() => resolve({ files: half, context: 'prod' }), { instanceOf: EndpointError });
});

test('TLS of the environment needs its CA, and concerns tcp alone', (t) => {
  const env = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs', DOCKER_HOST: 'tcp://h:2376' };
  t.is(resolve({ env, files: { '/certs/ca.pem': 'CA' } }).tls?.ca, 'CA');
  const error = t.throws(() => resolve({ env }), { instanceOf: EndpointError });
  t.regex(error?.message ?? '', /^\/certs\/ca\.pem: .*unset DOCKER_TLS_VERIFY/);
  t.is(resolve({ env, host: 'unix:///x' }).tls, null);
  t.is(resolve({ env: { ...env, DOCKER_TLS_VERIFY: '' } }).tls, null);
  t.is(resolve({ env: { DOCKER_TLS: '1' } }).url, 'tcp://localhost:2376');
});

test('the rootless socket stands in for a missing default socket, but not for root', (t) => {
  const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
  const rootless = { '/run/user/1000/docker.sock': '' };
  t.is(resolve({ env, root: false, files: rootless }).socketPath, '/run/user/1000/docker.sock');
  t.is(resolve({ env, root: true, files: rootless }).source, 'default socket');
  const both = { ...rootless, '/var/run/docker.sock': '' };
  t.is(resolve({ env, root: false, files: both }).source, 'default socket');
  t.is(resolve({ env, root: false }).source, 'default socket');
});

test('only a unix socket is taken for an engine of this machine', (t) => {
  t.false(resolve({ host: 'tcp://localhost:2375' }).local);
  t.false(resolve({ host: 'ssh://h' }).local);
  t.is(resolve({ host: 'ssh://me@h:22' }).url, 'ssh://me@h:22');
});
