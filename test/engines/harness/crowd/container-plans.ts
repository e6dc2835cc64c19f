import { FILES_ONLY, member, WITH_VOLUME } from './loaded-images.js';
import { NETWORKS } from './volumes.js';

/** One container to make. */
export interface CrowdPlan {
  readonly name: string;
  readonly image: string;
  readonly state: 'running' | 'exited' | 'created';
  readonly logDriver: 'json-file' | 'local';
  readonly logOptions?: Readonly<Record<string, string>>;
  /** Lines that it logs; none when it never runs. */
  readonly lines: number;
  /** Volumes by name that it mounts, each at a folder of its own. */
  readonly volumes: readonly string[];
  /** Whether it has a volume without a name. */
  readonly anonymous?: boolean;
  readonly network: string;
  /** What it does beside logging. */
  readonly script: string;
}

/** Stays until it is told to stop, and writes nothing meanwhile. */
const IDLE = 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done';

const WRITES = [
  'true',
  'yes row | head -c 120000 >/srv/rows && ln /srv/rows /srv/again',
  'truncate -s 9000000 /srv/sparse && yes end | head -c 5000 >>/srv/sparse',
  'mkdir -p /srv/many && for i in $(seq 60); do echo $i >/srv/many/$i; done',
  'rm /etc/os-release && echo changed >>/etc/passwd && rm -r /usr/lib && mkdir /usr/lib',
  'yes long | head -c 400000 >/tmp/long',
] as const;

const LINES = [0, 3, 300, 4_000] as const;

/** Runs the script the first time only, so that a later start of the same container changes nothing. */
function firstTime(plan: Pick<CrowdPlan, 'script' | 'lines'>): string {
  const log = `i=0; while [ $i -lt ${plan.lines} ]; do echo "line $i of the log"; i=$((i+1)); done`;
  return `[ -e /once ] || { ${log}; ${plan.script}; : >/once; }`;
}

/** What a container is told to run, once it runs. */
export function commandOf(plan: CrowdPlan): readonly string[] {
  if (plan.image === FILES_ONLY) return ['/none'];
  const once = firstTime(plan);
  return ['sh', '-c', plan.state === 'running' ? `${once}; ${IDLE}` : once];
}

/** The mount points of a container's volumes. Images have nothing there. */
export function mountPoint(volume: string): string {
  return `/mnt/${volume}`;
}

/** Those that stay: what they hold cannot be removed. */
function runningPlans(): readonly CrowdPlan[] {
  const common = { state: 'running', logDriver: 'json-file', lines: 20, network: 'none' } as const;
  return [
    {
      ...common,
      name: 'crowd-r0',
      image: member(0, 'child'),
      volumes: ['crowd-v0'],
      script: WRITES[1],
      network: NETWORKS[0],
    },
    {
      ...common,
      name: 'crowd-r1',
      image: member(3, 'deep'),
      volumes: ['crowd-v1', 'crowd-v2'],
      script: WRITES[2],
    },
    { ...common, name: 'crowd-r2', image: 'crowd/kit:1', volumes: [], anonymous: true, script: WRITES[3] },
    {
      ...common,
      name: 'crowd-r3',
      image: member(1, 'double'),
      volumes: ['crowd-v3'],
      logDriver: 'local',
      script: 'true',
    },
  ];
}

/** Images of those that do not run, beside the dangling ones. The legacy builder's and BuildKit's are among them. */
const STOPPED_IMAGES = [
  member(0, 'root'),
  member(0, 'twin'),
  member(1, 'child'),
  member(2, 'deep'),
  member(2, 'deep'),
  member(4, 'changed'),
  member(5, 'last'),
  member(5, 'twin'),
  'crowd/legacy:1',
  'crowd/legacy:2',
  'crowd/kit-sparse:1',
  'crowd/kept:1',
  'crowd/replaced:1',
] as const;

/** @param dangling ids of images without a name; the first three of them get containers. */
export function containerPlans(dangling: readonly string[]): readonly CrowdPlan[] {
  const exited = [...STOPPED_IMAGES, dangling[0] ?? ''].map((image, index): CrowdPlan => {
    const rotated = { 'max-size': '20k', 'max-file': '3' };
    const driver = index % 4 === 2 ? 'local' : 'json-file';
    return {
      name: `crowd-e${index}`,
      image,
      state: 'exited',
      logDriver: driver,
      ...(driver === 'json-file' && index % 4 === 3 ? { logOptions: rotated } : {}),
      lines: LINES[index % LINES.length] ?? 0,
      volumes: index % 3 === 0 ? [] : [`crowd-v${2 + (index % 7)}`],
      anonymous: index === 5,
      network: 'none',
      script: WRITES[index % WRITES.length] ?? 'true',
    };
  });
  const images = [
    FILES_ONLY,
    FILES_ONLY,
    WITH_VOLUME,
    WITH_VOLUME,
    ...dangling.slice(1, 3),
    member(1, 'child'),
    member(3, 'changed'),
    member(5, 'child'),
    'crowd/kit:2',
    'crowd/last-kit:1',
    'crowd/legacy:2',
  ];
  const created = images.map((image, index): CrowdPlan => ({
    name: `crowd-c${index}`,
    image,
    state: 'created',
    logDriver: index % 2 === 0 ? 'json-file' : 'local',
    lines: 0,
    volumes: index % 2 === 0 ? [] : [`crowd-v${8 + (index % 5)}`, 'crowd-v5'],
    anonymous: index === 7,
    network: index === 9 ? NETWORKS[1] : 'none',
    script: 'true',
  }));
  return [...runningPlans(), ...exited, ...created];
}
