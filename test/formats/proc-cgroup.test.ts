import test from 'ava';
import * as fc from 'fast-check';
import { parseCgroupMembership } from '../../src/formats/proc-cgroup.js';

test('version 2 has one line', (t) => {
  t.deepEqual(parseCgroupMembership('0::/system.slice/ssh.service\n'), {
    unified: '/system.slice/ssh.service',
    legacy: new Map(),
  });
});

test('version 1 has a line a hierarchy, of several controllers or of a name', (t) => {
  const text = '12:cpu,cpuacct:/docker/a\n3:memory:/docker/b\n1:name=systemd:/init.scope\n';
  t.deepEqual(parseCgroupMembership(text), {
    unified: null,
    legacy: new Map([
      ['cpu', '/docker/a'],
      ['cpuacct', '/docker/a'],
      ['memory', '/docker/b'],
      ['name=systemd', '/init.scope'],
    ]),
  });
});

test('a hybrid host has both', (t) => {
  const { unified, legacy } = parseCgroupMembership('2:pids:/a\n1:name=systemd:/b\n0::/c\n');
  t.is(unified, '/c');
  t.deepEqual([...legacy.values()], ['/a', '/b']);
});

test('a path may hold colons', (t) => {
  const path = '/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:0123';
  t.is(parseCgroupMembership(`0::${path}\n`).unified, path);
  t.is(parseCgroupMembership(`5:devices:${path}\n`).legacy.get('devices'), path);
});

test('that a group is gone is no part of its path; the kernel says it in version 2 alone', (t) => {
  t.is(parseCgroupMembership('0::/docker/a (deleted)\n').unified, '/docker/a');
  t.is(parseCgroupMembership('5:pids:/docker/a (deleted)\n').legacy.get('pids'), '/docker/a (deleted)');
});

test('lines of another form say nothing', (t) => {
  for (const text of ['', '\n', '0:', '0::', '0::relative\n', ':memory:/a\n', '7::/a\n', 'memory:/a\n']) {
    t.deepEqual(parseCgroupMembership(text), { unified: null, legacy: new Map() }, text);
  }
});

test('what was written is read, whatever the groups are called', (t) => {
  const path = fc
    .string({ unit: fc.constantFrom('a', ':', '/', '.', ' ', '(', 'é') })
    .map((rest) => `/${rest}`);
  const name = fc.stringMatching(/^[a-z][a-z_=]{0,8}$/);
  const property = fc.property(fc.dictionary(name, path), fc.option(path), (groups, unified) => {
    const lines = Object.entries(groups).map(
      ([controller, group], index) => `${index + 1}:${controller}:${group}\n`,
    );
    const text = [...lines, ...(unified === null ? [] : [`0::${unified}\n`])].join('');
    t.deepEqual(parseCgroupMembership(text), { unified, legacy: new Map(Object.entries(groups)) });
  });
  t.notThrows(() => fc.assert(property));
});

test('arbitrary text is read to its end', (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom(':', '\n', '0::/', '/', '1:cpu:/a', ' (deleted)'));
  const property = fc.property(fc.array(piece), (pieces) => {
    const { unified, legacy } = parseCgroupMembership(pieces.join(''));
    t.true([unified ?? '/', ...legacy.values()].every((path) => path.startsWith('/')));
  });
  t.notThrows(() => fc.assert(property));
});
