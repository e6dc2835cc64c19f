import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateEngine } from '../private-engine.js';
import { buildTar } from '../workload/tar.js';
import { member } from './loaded-images.js';
import { inParallel, mustAsk } from './request.js';
import type { Seeded } from './seeded.js';

/** Folder of the files that builds copy: name and length. */
const SOURCES = [
  ['one', 30_000],
  ['two', 90_000],
  ['three', 4_100],
  ['four', 150_000],
] as const;

/** Sends a build with its files, without a client: the legacy builder's own way. BuildKit takes it as a file of a URL. */
async function buildByRequest(
  engine: PrivateEngine,
  random: Seeded,
  options: string,
  dockerfile: readonly string[],
): Promise<void> {
  const context = await buildTar([
    { path: 'Dockerfile', content: `${dockerfile.join('\n')}\n` },
    ...SOURCES.map(([path, length]) => ({ path, content: random.content(`source ${path}`, length) })),
  ]);
  await mustAsk(engine, 'POST', `/build?networkmode=none&rm=1&${options}`, context);
}

/** Children of tagged images, with untagged parents between them and without a name of their own. */
async function buildByLegacyBuilder(engine: PrivateEngine, random: Seeded): Promise<void> {
  const legacy = (tag: string | undefined, ...dockerfile: readonly string[]): Promise<void> =>
    buildByRequest(engine, random, tag === undefined ? '' : `t=${tag}`, dockerfile);
  const first = `FROM ${member(0, 'child')}`;
  await legacy('crowd/legacy:1', first, 'COPY one /one', 'ENV STEP=2', 'COPY two /two');
  await legacy('crowd/legacy:2', 'FROM crowd/legacy:1', 'COPY three /three', 'LABEL last=2');
  // Shares its first step with the first one, and has no name.
  await legacy(undefined, first, 'COPY one /one', 'RUN rm /one && ln /bin/busybox /linked && echo x >/x');
  // Loses its name to the next one.
  await legacy('crowd/replaced:1', `FROM ${member(1, 'root')}`, 'COPY four /four');
  await legacy('crowd/replaced:1', `FROM ${member(1, 'root')}`, 'COPY three /three', 'COPY one /one');
}

const CACHED = 'RUN --mount=type=cache,target=/cache';

/** Folder with the files, for the docker client. */
async function writeSources(engine: PrivateEngine, random: Seeded): Promise<string> {
  const folder = join(engine.layout.work, 'crowd');
  await mkdir(folder, { recursive: true });
  for (const [path, length] of SOURCES) {
    await writeFile(join(folder, path), random.content(`source ${path}`, length));
  }
  return folder;
}

async function buildByBuildKit(engine: PrivateEngine, random: Seeded): Promise<void> {
  const sources = await writeSources(engine, random);
  const kit = async (tag: string | undefined, ...dockerfile: readonly string[]): Promise<void> => {
    const named = tag === undefined ? [] : [`--tag=${tag}`];
    await engine.docker(['build', '--quiet', '--network=none', '--file=-', ...named, sources], {
      input: Buffer.from(`${dockerfile.join('\n')}\n`),
      env: { DOCKER_BUILDKIT: '1' },
    });
  };
  const stages = (revision: number): string[] => [
    `FROM ${member(2, 'child')} AS build`,
    'COPY two four /src/',
    `${CACHED} cp /src/two /cache/${revision} && cat /src/* >/bundle && rm /src/two`,
    `RUN echo ${revision} >/revision`,
    `FROM ${member(2, 'root')}`,
    'COPY --from=build /bundle /revision /srv/',
  ];
  await kit('crowd/kit:1', ...stages(1));
  await kit('crowd/kit:2', ...stages(2), 'RUN echo more >/srv/more');
  await kit(
    'crowd/kit-sparse:1',
    'FROM crowd/kit:1',
    'RUN truncate -s 20000000 /sparse && echo end >>/sparse',
    'RUN head -c 50000 /srv/bundle >/a && ln /a /b && ln /a /c',
  );
  // Without a name.
  await kit(
    undefined,
    `FROM ${member(3, 'twin')}`,
    'COPY three /three',
    'RUN mkdir /left && cp /three /left',
  );
  // Removed again, so that the cache alone keeps what they brought.
  const gone = [`FROM ${member(4, 'deep')}`, 'COPY one /one', 'RUN cat /one /one >/twice'];
  await kit('crowd/gone:1', ...gone, `${CACHED.replace('/cache', '/other')} head -c 70000 /one >/other/kept`);
  await kit('crowd/gone:2', ...gone, 'RUN echo 2 >/two', 'RUN ln /twice /again');
  await kit('crowd/kept:1', ...gone, 'RUN echo kept >/kept');
  for (const tag of ['1', '2']) await mustAsk(engine, 'DELETE', `/images/crowd/gone:${tag}`);
  const last = [`FROM ${member(5, 'root')}`, 'COPY one three /srv/', 'RUN wc -c /srv/one >/count'];
  // Later engines note a build's history, and for one without a client they never finish that.
  if (engine.version.startsWith('20.10.')) {
    await buildByRequest(engine, random, 'version=2&t=crowd/last-kit:1', last);
  } else {
    await kit('crowd/last-kit:1', ...last);
  }
}

/** Builds images by both builders, with a build cache that shares layers with images and outlives others. */
export async function buildImages(engine: PrivateEngine, random: Seeded): Promise<void> {
  await inParallel(2, [() => buildByLegacyBuilder(engine, random), () => buildByBuildKit(engine, random)]);
}
