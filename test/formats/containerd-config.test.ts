import test from 'ava';
import * as fc from 'fast-check';
import { parseContainerdConfig } from '../../src/formats/containerd-config.js';

test('the file that dockerd writes for its own containerd is read', (t) => {
  const text = `disabled_plugins = ["io.containerd.grpc.v1.cri"]
imports = []
root = "/d/containerd/daemon"
state = "/run/containerd/daemon"

[debug]
  address = "/run/containerd-debug.sock"

[grpc]
  address = "/run/containerd.sock"
  gid = 0

[ttrpc]
  address = ""
`;
  t.deepEqual(parseContainerdConfig(text), {
    root: '/d/containerd/daemon',
    state: '/run/containerd/daemon',
    address: '/run/containerd.sock',
    imports: false,
  });
});

test('the same words in other tables, comments and plugins mean something else', (t) => {
  const text = `#root = "/no"
version = 3
[plugins.'io.containerd.cri.v1.images'.x]
  root = "/no"
  state = '/no'
[[stream]]
root = "/no"
`;
  t.deepEqual(parseContainerdConfig(text), { root: null, state: null, address: null, imports: false });
});

test('literal texts, escapes, quoted and dotted keys are read; comments after them are not', (t) => {
  const text = `"root" = "/a \\"b\\u0041\\\\" # "c"\n'state'='/s\\t'\ngrpc.address = "/g"\n`;
  t.like(parseContainerdConfig(text), { root: '/a "bA\\', state: '/s\\t', address: '/g' });
});

test('imports are noticed, and none are none', (t) => {
  t.true(parseContainerdConfig('imports = ["/etc/containerd/conf.d/*.toml"]').imports);
  t.true(parseContainerdConfig('imports = [\n"/x"]').imports);
  t.false(parseContainerdConfig('imports = [ ]\n[x]\nimports = ["/x"]').imports);
});

test('an empty text counts as not set', (t) => {
  t.is(parseContainerdConfig('root = ""').root, null);
});

test('a literal path comes back', (t) => {
  const path = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/['\n]/.test(text));
  const property = fc.property(path, (root) => t.is(parseContainerdConfig(`root = '${root}'\n`).root, root));
  t.notThrows(() => fc.assert(property));
});

test('arbitrary text is a configuration', (t) => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('root', '=', '"', "'", '[', ']', '\n', '\\', 'grpc.', '#'),
  );
  const property = fc.property(fc.array(piece), (pieces) => {
    t.is(typeof parseContainerdConfig(pieces.join('')).imports, 'boolean');
  });
  t.notThrows(() => fc.assert(property));
});
