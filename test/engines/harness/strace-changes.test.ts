import test from 'ava';
import * as fc from 'fast-check';
import { type Change, changesUnder } from './strace-changes.js';

const brief = (changes: readonly Change[]): string[] =>
  changes.map((change) => `${change.call} ${change.path}`);
const under = (...lines: readonly string[]): string[] =>
  brief(changesUnder(lines.join('\n'), '/data', '/home'));

test('reading is no change, opening for writing is', (t) => {
  t.deepEqual(
    under(
      '1 openat(AT_FDCWD</home>, "/data/a", O_RDONLY|O_CLOEXEC) = 3</data/a>',
      '1 openat(AT_FDCWD</home>, "/data/b", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 4</data/b>',
      '1 open("/data/c", O_RDWR) = 5',
      '1 openat2(AT_FDCWD</home>, "/data/d", {flags=O_RDONLY|O_CREAT, resolve=RESOLVE_BENEATH}, 24) = 6</data/d>',
      '1 creat("/data/e", 0644) = 7',
      '1 newfstatat(AT_FDCWD</home>, "/data/f", {st_mode=S_IFREG|0644, st_size=1, ...}, 0) = 0',
    ),
    ['openat /data/b', 'open /data/c', 'openat2 /data/d', 'creat /data/e'],
  );
});

test('what lies outside of the root, or only begins like it, is left out', (t) => {
  t.deepEqual(
    under('1 unlink("/database/x") = 0', '1 unlink("/data/../etc/x") = 0', '1 rmdir("/data") = 0'),
    ['rmdir /data'],
  );
});

test('a call in two parts is put together, also between lines of others', (t) => {
  t.deepEqual(
    under(
      '7 openat(AT_FDCWD</home>, "/data/a,b", O_RDWR <unfinished ...>',
      '8 newfstatat(AT_FDCWD</home>, "/data/x",  <unfinished ...>',
      '7 <... openat resumed>)              = 3</data/a,b>',
      '8 <... newfstatat resumed>{st_mode=S_IFREG|0644, ...}, 0) = 0',
      '8 mkdir("/data/y", 0777 <unfinished ...>',
      '8 <... mkdir resumed>)               = -1 EEXIST (File exists)',
    ),
    ['openat /data/a,b', 'mkdir /data/y'],
  );
});

test('relative paths follow the process through chdir, fchdir and the annotation of strace -y', (t) => {
  t.deepEqual(
    under(
      '1 chdir("/data")  = 0',
      '1 unlink("one")   = 0',
      '1 chdir("../tmp") = 0',
      '1 unlink("two")   = 0',
      '1 open("/data/sub", O_RDONLY|O_DIRECTORY) = 5',
      '1 fchdir(5)       = 0',
      '1 unlink("three") = 0',
      '1 unlinkat(AT_FDCWD</data/else>, "four", 0) = 0',
    ),
    ['unlink /data/one', 'unlink /data/sub/three', 'unlinkat /data/else/four'],
  );
});

test('a thread shares the directory, a forked child has its own', (t) => {
  t.deepEqual(
    under(
      '1 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD, tls=0x7f <unfinished ...>',
      '2 chdir("/data")  = 0',
      '1 <... clone resumed>, child_tidptr=0x7f) = 2',
      '1 unlink("shared") = 0',
      '1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 3',
      '3 chdir("/tmp")   = 0',
      '3 unlink("elsewhere") = 0',
      '1 unlink("still") = 0',
    ),
    ['unlink /data/shared', 'unlink /data/still'],
  );
});

test('paths through /proc/self/fd are those of the descriptor, with and without annotations', (t) => {
  t.deepEqual(
    under(
      '1 open("/data/dir", O_RDONLY|O_DIRECTORY) = 9',
      '1 unlink("/proc/self/fd/9/x") = 0',
      '1 openat(AT_FDCWD</home>, "/data/other", O_RDONLY|O_DIRECTORY) = 9</data/other>',
      '1 mkdir("/proc/thread-self/fd/9/y", 0777) = 0',
      '1 rename("/dev/fd/9/../z", "/tmp/z") = 0',
      '1 openat(AT_FDCWD</home>, "/tmp", O_RDONLY|O_DIRECTORY) = 9</tmp>',
      '1 unlink("/proc/1/task/1/fd/9/x") = 0',
    ),
    ['unlink /data/dir/x', 'mkdir /data/other/y', 'rename /data/z'],
  );
});

test('calls on a descriptor count by its path, also one opened for reading only', (t) => {
  t.deepEqual(
    under(
      '1 open("/data/f", O_RDONLY) = 3',
      '1 fchmod(3, 0600) = 0',
      '1 utimensat(3</data/f>, NULL, [UTIME_NOW, UTIME_NOW], 0) = 0',
      '1 fsetxattr(3</data/f>, "user.a", "b", 1, 0) = 0',
      '1 dup(3</data/f>) = 4</data/f>',
      '1 fchown(4, 0, 0) = 0',
    ),
    ['fchmod /data/f', 'utimensat /data/f', 'fsetxattr /data/f', 'fchown /data/f'],
  );
});

test('both ends of renames and hard links count, of a symlink only the link', (t) => {
  t.deepEqual(
    under(
      '1 renameat2(AT_FDCWD</tmp>, "a", AT_FDCWD</data>, "b", RENAME_NOREPLACE) = 0',
      '1 linkat(3</data/x>, "c", AT_FDCWD</tmp>, "d", 0) = 0',
      '1 symlink("/data/target", "/tmp/link") = 0',
      '1 symlinkat("/tmp/target", 3</data/x>, "link") = 0',
      '1 mount("tmpfs", "/data/m", "tmpfs", 0, NULL) = 0',
    ),
    ['renameat2 /data/b', 'linkat /data/x/c', 'symlinkat /data/x/link', 'mount /data/m'],
  );
});

test('a failed attempt counts and says why it failed', (t) => {
  const trace = '1 unlink("/data/x") = -1 EROFS (Read-only file system)';
  t.deepEqual(changesUnder(trace, '/data', '/'), [
    { pid: 1, call: 'unlink', path: '/data/x', error: 'EROFS' },
  ]);
});

test('a symlink that leads into the root is seen by where it led', (t) => {
  t.deepEqual(under('1 open("/tmp/link", O_WRONLY) = 3</data/real>'), ['open /data/real']);
});

test('an unknown descriptor counts, rather than hide a change', (t) => {
  t.deepEqual(under('1 unlink("/proc/self/fd/33/x") = 0', '1 unlinkat(34, "y", 0) = 0'), [
    'unlink /proc/self/fd/33/x',
    'unlinkat ?/y',
  ]);
});

test('names with quotes, brackets, line breaks and bytes beyond ASCII are undone', (t) => {
  t.deepEqual(under(String.raw`1 unlink("/data/a\"b)\n = 0, \303\244\x41") = 0`), [
    'unlink /data/a"b)\n = 0, äA',
  ]);
});

test('any text is read without failing', (t) => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '1 ',
      'unlink("',
      '/data',
      '")',
      ' = 0',
      '<unfinished ...>',
      '<... unlink resumed>',
      '\n',
      '\\',
      '3<',
    ),
  );
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        changesUnder(pieces.join(''), '/data', '/');
      }),
    );
  });
});

test('a name comes back whole, whatever bytes it holds', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        // No separators and no lone surrogates: those are no names of one file.
        const name = `n${text.replace(/[/\0]|\p{Cs}/gu, '_')}`;
        const escaped = [...Buffer.from(name)]
          .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
          .join('');
        const [change] = changesUnder(`1 unlink("/data/${escaped}") = 0`, '/data', '/');
        if (change?.path !== `/data/${name}`) throw new Error(`${change?.path} is not /data/${name}`);
      }),
    );
  });
});
