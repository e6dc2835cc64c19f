import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run.js';

/** Only root can write here, so that nobody else can put programs where the tests run them as root. */
const CACHE = '/var/cache/bilge-engines';

/** Where the trees' writable halves are mounted: in memory, in the mount namespace of one engine each. */
export const STAGE = join(CACHE, 'stage');

/** Debian's release with Docker 28, and what of it an engine and its client need. `docker top` runs `ps`. */
const SUITE = 'forky';
const PACKAGES = [
  'docker.io',
  'docker-cli',
  'docker-buildx',
  'containerd',
  'runc',
  'fuse-overlayfs',
  'procps',
] as const;

const LIMIT_MS = 500_000;

/**
 * Arguments: finished tree, unfinished tree, suite, packages, mirror. A run that was killed leaves only the unfinished
 * tree behind; its mounts went with the mount namespace. dpkg need not write every file through: `sync` does at the end.
 */
const MAKE = `
set -e
[ ! -e "$1" ] || exit 0
rm -rf --one-file-system -- "$2"
mkdir -p "$2/etc/dpkg/dpkg.cfg.d"
for line in force-unsafe-io path-exclude=/usr/share/doc/* path-exclude=/usr/share/man/* path-exclude=/usr/share/locale/*; do
  echo "$line"
done >"$2/etc/dpkg/dpkg.cfg.d/small"
debootstrap --variant=minbase --include="$4" "$3" "$2" "$5" sid
rm -f "$2"/var/cache/apt/archives/*.deb
sync --file-system "$2"
mv -- "$2" "$1"
`;

/** The mirror that this machine's own apt takes its Debian release from. */
async function mirror(): Promise<string> {
  const release = (await mustRun('sh', ['-c', '. /etc/os-release && echo "$VERSION_CODENAME"']))
    .toString()
    .trim();
  const format = '--format=$(RELEASE) $(COMPONENT) $(REPO_URI)';
  const targets = (await mustRun('apt-get', ['indextargets', format, 'Created-By: Packages'])).toString();
  const found = targets.split('\n').find((line) => line.startsWith(`${release} main `));
  if (found === undefined) throw new Error(`apt has no source of ${release} main`);
  return found.slice(`${release} main `.length);
}

/**
 * A tree with a newer engine, made from Debian's packages where the machine has none yet, and kept for later runs. Only
 * whole trees have the final name; who comes while one is being made waits for it.
 * @returns absolute path of the tree, which nobody may write to: engines run on a copy in memory
 */
export async function engineTree(): Promise<string> {
  mkdirSync(STAGE, { recursive: true, mode: 0o700 });
  const recipe = createHash('sha256').update([SUITE, ...PACKAGES, MAKE].join('\0'));
  const tree = join(CACHE, `${SUITE}-${recipe.digest('hex').slice(0, 12)}`);
  if (existsSync(tree)) return tree;
  const making = ['unshare', '--mount', '--propagation=private', 'sh', '-c', MAKE, 'make-tree'];
  const args = [tree, `${tree}.unfinished`, SUITE, PACKAGES.join(','), await mirror()];
  await mustRun('flock', [join(CACHE, 'lock'), ...making, ...args], {
    limitMs: LIMIT_MS,
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  return tree;
}
