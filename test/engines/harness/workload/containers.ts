import type { WorkloadContainer, WorkloadContext } from './types.js';

/** Stays until it is told to stop, and writes nothing meanwhile. */
const IDLE = 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done';

const lines = (count: number, text: string): string =>
  `i=0; while [ $i -lt ${count} ]; do echo "${text}"; i=$((i+1)); done; echo ready;`;

const REQUEST = '172.19.0.1 - - GET /products/$i HTTP/1.1 200 5120 0.0021';

/** One container to make. `args` are those of `docker run`. */
export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly script: string;
  readonly state: WorkloadContainer['state'];
  readonly logDriver: WorkloadContainer['logDriver'];
  /** Megabytes (at scale 1) that are put into its writable layer. */
  readonly writesMegabytes: number;
}

function service(name: string): readonly string[] {
  return [
    '--label=com.docker.compose.project=shop',
    `--label=com.docker.compose.service=${name}`,
    '--label=com.docker.compose.container-number=1',
    '--network=shop_default',
    `--network-alias=${name}`,
  ];
}

function logOptions(options: string): readonly string[] {
  return options.split(' ').map((option) => `--log-opt=${option}`);
}

/** A container made from an image that loses its tag afterwards. */
export function canaryPlan(image: string): ContainerPlan {
  return {
    name: 'shop-worker-canary',
    image,
    args: ['--network=none'],
    script: `echo ready; ${IDLE}`,
    state: 'running',
    logDriver: 'json-file',
    writesMegabytes: 0.2,
  };
}

/** Everything else: a small shop run by compose, and what people leave around it. */
export function containerPlans(context: WorkloadContext): readonly ContainerPlan[] {
  const bind = `--mount=type=bind,source=${context.bindSource},target=/etc/web,readonly`;
  return [
    {
      name: 'shop-web-1',
      image: 'shop/web:1.4',
      args: [
        ...service('web'),
        ...logOptions('max-size=20k max-file=3'),
        bind,
        '-v',
        'shop_media:/srv/media',
      ],
      script: `${lines(1500, REQUEST)} ${IDLE}`,
      state: 'running',
      logDriver: 'json-file',
      writesMegabytes: 1,
    },
    {
      name: 'shop-api-1',
      image: 'shop/api:2.0',
      args: [
        ...service('api'),
        ...logOptions('max-size=20k max-file=3 compress=true'),
        '--volume=shop_sessions:/srv/sessions',
        '--tmpfs=/tmp:size=2m',
        '--memory=256m',
        '--cpus=0.5',
        '--pids-limit=100',
        '--restart=unless-stopped',
      ],
      script: `${lines(1500, 'level=info order=$i took=12ms')} ${IDLE}`,
      state: 'running',
      logDriver: 'json-file',
      writesMegabytes: 0.5,
    },
    {
      name: 'shop-worker-1',
      image: 'shop/worker:0.7',
      args: [...service('worker'), '--memory=64m'],
      script: `echo ready; ${IDLE}`,
      state: 'paused',
      logDriver: 'json-file',
      writesMegabytes: 1,
    },
    {
      name: 'shop-db-1',
      image: 'postgres:15',
      args: [...service('db'), '-v', 'shop_pgdata:/var/lib/postgresql/data'],
      script: `${lines(200, 'LOG: checkpoint $i complete')} ${IDLE}`,
      state: 'running',
      logDriver: 'json-file',
      writesMegabytes: 0.1,
    },
    {
      name: 'shop-cache-1',
      image: 'redis:7.2',
      args: [...service('cache'), '--log-driver=local'],
      script: `${lines(2000, '* background saving $i')} ${IDLE}`,
      state: 'running',
      logDriver: 'local',
      writesMegabytes: 0,
    },
    {
      name: 'shop-migrate-1',
      image: 'shop/api:1.9',
      args: service('migrate'),
      script: 'echo migrated; echo ready',
      state: 'exited',
      logDriver: 'json-file',
      writesMegabytes: 3,
    },
    {
      name: 'shop-proxy-1',
      image: 'shop/web:1.3',
      args: service('proxy'),
      script: IDLE,
      state: 'created',
      logDriver: 'json-file',
      writesMegabytes: 0,
    },
    {
      name: 'report-2024-02',
      image: 'shop/api:1.9',
      args: ['--network=none'],
      script: `${lines(context.longLogLines, 'row $i written to the report of February')} exit 3`,
      state: 'exited',
      logDriver: 'json-file',
      writesMegabytes: 2,
    },
    {
      name: 'debug-shell',
      image: 'base/busybox:1.35',
      args: [
        '--network=none',
        '--log-driver=none',
        '--cap-add=SYS_ADMIN',
        '--security-opt=seccomp=unconfined',
      ],
      // A PID namespace inside the container's own: its sleep has three process ids.
      script: `unshare -p -f -m sh -c 'mount -t proc proc /proc; exec sleep 86400' & ${IDLE}`,
      state: 'running',
      logDriver: 'none',
      writesMegabytes: 0.2,
    },
  ];
}
