import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PrivateEngine } from './private-engine.js';
import { until } from './until.js';
import { imageArchive } from './workload/image-archive.js';
import { busyboxRootfs } from './workload/rootfs.js';
import { seededBytes } from './workload/seeded-bytes.js';
import { buildTar, seededFiles } from './workload/tar.js';

const IDLE = 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done';

/** Changes, links and removes what lower layers brought, which is where storage drivers differ most. */
const WEB = `FROM app/db:1
ARG REVISION=0
COPY web/ /srv/web/
RUN rm /srv/db/part-000.bin && echo $REVISION > /srv/db/part-001.bin && ln /srv/web/part-000.bin /srv/linked
CMD ["sh"]
`;

const API = `FROM app/base:1 AS build
COPY web/ /src/
RUN --mount=type=cache,target=/cache cat /src/part-000.bin > /cache/kept && cat /src/* > /bundle
FROM app/base:1
COPY --from=build /bundle /srv/bundle
CMD ["sh"]
`;

const SERVE = `i=0; while [ $i -lt 300 ]; do echo "GET /$i 200"; i=$((i+1)); done
cp /srv/web/part-001.bin /srv/data/copied && ln /srv/data/copied /srv/data/again
truncate -s 8388608 /srv/sparse && echo changed > /srv/db/part-002.bin
echo ready; ${IDLE}`;

function content(label: string, length: number): Buffer {
  return seededBytes('small', label, length);
}

async function loadImages(engine: PrivateEngine): Promise<void> {
  const base = await buildTar(await busyboxRootfs());
  const db = await buildTar(seededFiles(content, 'srv/db', 4, 400_000));
  const archive = await imageArchive([
    { tags: ['app/base:1'], layers: [base], command: ['sh'] },
    { tags: ['app/db:1', 'app/db:1.0'], layers: [base, db], command: ['sh'], volumes: ['/var/db'] },
  ]);
  await engine.docker(['load', '--quiet'], { input: archive });
}

async function buildImages(engine: PrivateEngine): Promise<void> {
  const sources = join(engine.layout.work, 'small');
  const files = [
    { path: 'web.Dockerfile', content: WEB },
    { path: 'api.Dockerfile', content: API },
    ...seededFiles(content, 'web', 3, 300_000),
  ];
  for (const file of files) {
    if (!('content' in file)) continue;
    await mkdir(dirname(join(sources, file.path)), { recursive: true });
    await writeFile(join(sources, file.path), file.content);
  }
  const build = (name: string, builder: 'legacy' | 'buildkit', ...more: readonly string[]): Promise<string> =>
    engine.docker(
      [
        'build',
        '--quiet',
        '--network=none',
        `--tag=app/${name}:1`,
        `--file=${sources}/${name}.Dockerfile`,
        ...more,
        sources,
      ],
      { env: { DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' } },
    );
  // The first one loses its name to the second.
  await build('web', 'legacy', '--build-arg=REVISION=1');
  await build('web', 'legacy', '--build-arg=REVISION=2');
  await build('api', 'buildkit');
}

/** Names of the containers by the state they are left in. */
export const SMALL_CONTAINERS = { web: 'running', report: 'exited', spare: 'created' } as const;

/**
 * Fills an engine with little of each kind: images that share layers, have two names or none, and come from either
 * builder; a cache mount; containers that run, have ended or never ran; volumes with, without and after their container.
 */
export async function buildSmallWorkload(engine: PrivateEngine): Promise<void> {
  await loadImages(engine);
  await buildImages(engine);
  await engine.docker(['network', 'create', 'app']);
  const network = '--network=none';
  const volumes = ['--volume=data:/srv/data', '--volume=nothing:/srv/nothing'];
  await engine.docker(
    [
      'run',
      '--detach',
      '--name=web',
      '--network=app',
      '--stop-timeout=1',
      ...volumes,
      'app/web:1',
      'sh',
      '-c',
    ].concat(SERVE),
  );
  const write = 'head -c 200000 /dev/urandom > /srv/report; echo done';
  await engine.docker([
    'run',
    network,
    '--log-driver=local',
    '--name=report',
    'app/api:1',
    'sh',
    '-c',
    write,
  ]);
  await engine.docker(['create', network, '--name=spare', 'app/db:1']);
  const leave = 'head -c 50000 /dev/urandom > /scratch/file';
  const left = ['run', network, '--name=left', '--volume=/scratch', 'app/base:1', 'sh', '-c', leave];
  await engine.docker(left);
  await engine.docker(['rm', 'left']);
  const isReady = async (): Promise<boolean> =>
    (await engine.docker(['logs', '--tail=1', 'web'])) === 'ready';
  await until('the container to have written everything', isReady, 60_000);
}
