import test from 'ava';
import * as fc from 'fast-check';
import { parseBuildCache } from '../../../../src/collectors/engine/answers/build-cache.js';
import {
  parseContainers,
  parseContainerSizes,
  withContainerDetails,
} from '../../../../src/collectors/engine/answers/containers.js';
import { parseDiskUsage } from '../../../../src/collectors/engine/answers/disk-usage.js';
import { parseImages, withImageDetails } from '../../../../src/collectors/engine/answers/images.js';
import { parseInfo } from '../../../../src/collectors/engine/answers/info.js';
import { parseNetworks } from '../../../../src/collectors/engine/answers/networks.js';
import { parseStanding } from '../../../../src/collectors/engine/answers/standing.js';
import { parseStats } from '../../../../src/collectors/engine/answers/stats.js';
import { parseTop } from '../../../../src/collectors/engine/answers/top.js';
import { parseVersion } from '../../../../src/collectors/engine/answers/version.js';
import { parseVolumes } from '../../../../src/collectors/engine/answers/volumes.js';
import { RequestError } from '../../../../src/collectors/engine/request-error.js';

const CONTAINER = parseContainers([{ Id: 'c' }]).items[0];
const IMAGE = parseImages([{ Id: 'sha256:i' }]).items[0];

const info = (SecurityOptions: unknown) => parseInfo({ Driver: 'overlay2', SecurityOptions }, false);
const parents = (fields: object) => parseBuildCache([{ ID: 'x', ...fields }]).items[0]?.parents;

test('rootless and userns-remap show among the security options', (t) => {
  t.like(info(['name=seccomp,profile=builtin', 'name=rootless']), { rootless: true, usernsRemap: false });
  t.like(info(['name=userns']), { rootless: false, usernsRemap: true });
  t.like(info(['name=usernsx', 'rootless']), { rootless: false, usernsRemap: false });
  t.like(info(undefined), { rootless: null, usernsRemap: null });
});

test('a size of -1 is not known, a missing SizeRw is 0', (t) => {
  t.is(parseImages([{ Id: 'a', SharedSize: -1, Size: 5 }]).items[0]?.engineSharedBytes, null);
  const sizes = parseContainerSizes([{ Id: 'a' }, { Id: 'b', SizeRw: -1 }, { Id: 'c', SizeRw: 7 }]);
  t.deepEqual(
    [...sizes],
    [
      ['a', 0],
      ['b', null],
      ['c', 7],
    ],
  );
  const volumes = parseVolumes({ Volumes: [{ Name: 'v', UsageData: { Size: -1, RefCount: -1 } }] });
  t.is(volumes.items[0]?.engineSizeBytes, null);
});

test('the parents of build cache records have three spellings', (t) => {
  t.deepEqual(parents({ Parent: 'a b' }), ['a', 'b']);
  t.deepEqual(parents({ Parent: '' }), []);
  t.deepEqual(parents({ ' Parents': ['a', 'b'] }), ['a', 'b']);
  t.deepEqual(parents({ Parents: ['c'] }), ['c']);
});

test('missing lists are empty, and an image without layers has none', (t) => {
  t.deepEqual(parseVolumes({ Volumes: null }), { items: [], rejected: 0 });
  t.deepEqual(parseNetworks(null), { items: [], rejected: 0 });
  t.truthy(IMAGE);
  if (IMAGE !== undefined) t.deepEqual(withImageDetails(IMAGE, { RootFS: { Layers: null } }).diffIds, []);
});

test('only a container that has ended has an exit code', (t) => {
  if (CONTAINER === undefined) return t.fail();
  const code = (Status: string) =>
    withContainerDetails(CONTAINER, { State: { Status, ExitCode: 3, Pid: 0 } }).exitCode;
  t.is(code('exited'), 3);
  t.is(code('running'), null);
  t.is(code('created'), null);
});

test('names of images that mean nothing are left out', (t) => {
  const [image] = parseImages([
    { Id: 'a', RepoTags: ['<none>:<none>', 'x:1'], RepoDigests: ['<none>@<none>', 'x@sha256:1'] },
  ]).items;
  t.deepEqual(image?.references, ['x:1', 'x@sha256:1']);
});

test('a container is called by its own name and not by a link to it', (t) => {
  t.is(parseContainers([{ Id: 'c', Names: ['/web/db', '/db'] }]).items[0]?.name, 'db');
});

test('any JSON is an answer or a typed error', (t) => {
  const parsers: readonly ((value: unknown) => unknown)[] = [
    parseVersion,
    (value) => parseInfo(value, false),
    parseContainers,
    parseContainerSizes,
    parseImages,
    parseVolumes,
    parseNetworks,
    parseBuildCache,
    parseDiskUsage,
    (value) => CONTAINER && withContainerDetails(CONTAINER, value),
    (value) => parseTop(value, 'c', 0),
    (value) => parseStats(value, 'c', 1),
    (value) => parseStanding(value, 0),
    (value) => IMAGE && withImageDetails(IMAGE, value),
  ];
  const keys = fc.constantFrom(
    'Id',
    'ID',
    'Name',
    'State',
    'Status',
    'Mounts',
    'RootFS',
    'Labels',
    'IPAM',
    'Config',
    'read',
    'preread',
    'cpu_stats',
    'memory_stats',
    'blkio_stats',
    'Processes',
    'MemTotal',
    'SystemTime',
  );
  const answers = fc.oneof(
    fc.jsonValue(),
    fc.array(fc.dictionary(keys, fc.jsonValue())),
    fc.dictionary(keys, fc.jsonValue()),
  );
  const property = fc.property(answers, fc.constantFrom(...parsers), (value, parse) => {
    try {
      return parse(value) !== undefined;
    } catch (error) {
      return error instanceof RequestError;
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: 2000 }));
});

function containerdOf(Containerd: unknown): unknown[] {
  const { containerdAddress, containerdNamespaces } = parseInfo({ Driver: 'overlayfs', Containerd }, false);
  return [containerdAddress, containerdNamespaces];
}

test('the containerd of an engine is told by its socket and the namespaces in use', (t) => {
  const Namespaces = { Containers: 'moby', Plugins: 'plugins.moby' };
  t.deepEqual(containerdOf({ Address: '/c.sock', Namespaces }), ['/c.sock', ['moby', 'plugins.moby']]);
  t.deepEqual(containerdOf({ Address: '/c.sock' }), ['/c.sock', null]);
  t.deepEqual(containerdOf({ Address: '', Namespaces: { Containers: 7, Plugins: '' } }), [null, []]);
  for (const nothing of [undefined, null, 'x', []]) t.deepEqual(containerdOf(nothing), [null, null]);
});
