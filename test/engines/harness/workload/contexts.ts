import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seededFiles, type TarEntry } from './tar.js';
import type { WorkloadContext } from './types.js';

const MB = 1_000_000;

const RUNTIME = `FROM base/busybox:1.35
LABEL org.opencontainers.image.title="shop runtime"
COPY runtime/ /usr/lib/runtime/
RUN mkdir -p /srv/app && ln -s /usr/lib/runtime /srv/app/runtime
`;

/** The later version removes what a lower layer brought, and overwrites a part of it. */
const webDockerfile = (version: string): string => `FROM shop/runtime:18
COPY web/vendor/ /srv/web/vendor/
COPY web/dist-${version}/ /srv/web/dist/
${version === '1.4' ? 'RUN rm /srv/web/vendor/part-001.bin && echo patched > /srv/web/vendor/part-002.bin\n' : ''}ENV WEB_VERSION=${version}
CMD ["sh"]
`;

const apiDockerfile = (version: string): string => `FROM shop/runtime:18 AS build
COPY api/ /src/
RUN --mount=type=cache,target=/root/.cache/packages \\
    cp /src/part-000.bin /root/.cache/packages/api-${version}.bin && cat /src/*.bin > /bundle.bin
RUN echo ${version} > /version
FROM shop/runtime:18
COPY --from=build /bundle.bin /version /srv/api/
CMD ["sh"]
`;

const WORKER = `FROM shop/runtime:18
ARG REVISION=0
RUN echo $REVISION > /srv/revision
COPY worker/ /srv/worker/
CMD ["sh"]
`;

const ANALYTICS = `FROM base/busybox:1.35
COPY science/ /opt/science/
RUN mkdir /opt/models && cat /opt/science/part-000.bin /opt/science/part-001.bin > /opt/models/base.bin
`;

const analyticsTool = (name: string): string => `FROM analytics/base:2024
COPY ${name}/ /opt/${name}/
CMD ["sh"]
`;

const IMPORTER = `FROM base/busybox:1.35
COPY importer/ /opt/importer/
CMD ["sh"]
`;

/** Folder of the sources below the engine's scratch space. Its name ends up in the build cache's records. */
export function sourcesOf(context: WorkloadContext): string {
  return join(context.engine.layout.work, 'shop');
}

/** Writes the sources of every image that is built: one folder, one Dockerfile for each. */
export async function writeSources(context: WorkloadContext): Promise<void> {
  const files = (folder: string, count: number, megabytes: number): TarEntry[] =>
    seededFiles(context.content, folder, count, megabytes * MB * context.scale);
  const sources: readonly TarEntry[] = [
    { path: 'runtime.Dockerfile', content: RUNTIME },
    { path: 'web-1.3.Dockerfile', content: webDockerfile('1.3') },
    { path: 'web-1.4.Dockerfile', content: webDockerfile('1.4') },
    { path: 'api-1.9.Dockerfile', content: apiDockerfile('1.9') },
    { path: 'api-2.0.Dockerfile', content: apiDockerfile('2.0') },
    { path: 'worker.Dockerfile', content: WORKER },
    { path: 'analytics.Dockerfile', content: ANALYTICS },
    { path: 'etl-1.Dockerfile', content: analyticsTool('etl-1') },
    { path: 'etl-2.Dockerfile', content: analyticsTool('etl-2') },
    { path: 'notebook.Dockerfile', content: analyticsTool('notebook') },
    { path: 'importer.Dockerfile', content: IMPORTER },
    ...files('runtime', 24, 5),
    ...files('web/vendor', 12, 3),
    ...files('web/dist-1.3', 4, 1),
    ...files('web/dist-1.4', 4, 1),
    ...files('api', 6, 2),
    ...files('worker', 3, 1),
    ...files('science', 10, 5),
    ...files('etl-1', 2, 1),
    ...files('etl-2', 2, 1),
    ...files('notebook', 3, 2),
    ...files('importer', 1, 0.3),
  ];
  for (const source of sources) {
    if (!('content' in source)) continue;
    const path = join(sourcesOf(context), source.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, source.content);
  }
}
