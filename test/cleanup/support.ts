import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { analyzeForCleanup, type CleanupAnalysis } from '../../src/analyzers/analyze.js';
import { makePlan } from '../../src/cleanup/make-plan.js';
import type { PlanRequest } from '../../src/cleanup/plan-request.js';
import { UNSEEN } from '../../src/analyzers/recommendations/candidates/facts.js';
import type { Inventory } from '../../src/model/inventory.js';
import { type CleanupPolicy, DEFAULT_POLICY } from '../../src/model/policy.js';
import type { CleanupPlan, PlanObject } from '../../src/report/types.js';
import type { HostBuilder } from '../analyzers/host-builder.js';
import { anEngine, hex64, OLD_MS } from '../analyzers/records.js';
import { harbour } from '../report/harbour.js';

/** Whatever the rules recommend. */
export const RECOMMENDED: PlanRequest = { only: null, freeBytes: null, olderThanMs: null };

/** A policy that asks for no age. */
export const ANY_AGE: CleanupPolicy = {
  ...DEFAULT_POLICY,
  olderThan: { images: 0, containers: 0, volumes: 0, buildCache: 0, networks: 0 },
};

/** An engine that shows everything that a host has. */
export function withEngine(host: HostBuilder): Inventory {
  const { containers, images, volumes, cache: buildCache } = host;
  return host.inventory({ engine: anEngine({}, { containers, images, volumes, buildCache }) });
}

/** The small host with one of everything, and a volume without a name. */
export function cleanupHost(): HostBuilder {
  const host = harbour();
  host.volume(hex64('anonymous'), 2_000_896, { labels: { 'com.docker.volume.anonymous': '' } });
  host.group(`volumes/${hex64('anonymous')}/_data`, { inodes: 3, newestMs: OLD_MS });
  host.group(`volumes/spare`, { allocatedBytes: 1_000_448, inodes: 4 });
  return host;
}

export function analyzed(host: HostBuilder = cleanupHost(), policy = DEFAULT_POLICY): CleanupAnalysis {
  return analyzeForCleanup(withEngine(host), '0.0.0', policy);
}

export function planOf({ basis, report }: CleanupAnalysis, request: Partial<PlanRequest> = {}): CleanupPlan {
  return makePlan(basis, report, { ...RECOMMENDED, ...request });
}

/** `kind name` of each object, ids shortened. */
export function namesOf(plan: Pick<CleanupPlan, 'objects'>): string[] {
  return plan.objects.map(
    ({ kind, id, name }) => `${kind} ${name ?? id.replace('sha256:', '').slice(0, 12)}`,
  );
}

/** An object of a plan that nothing is known of. */
export function aPlanObject(fields: Partial<PlanObject> = {}): PlanObject {
  return {
    kind: 'volume',
    id: 'data',
    name: 'data',
    root: '/var/lib/docker',
    risk: 'data loss',
    freedBytes: 4096,
    inodes: 1,
    lastUsedAt: null,
    lastUse: 'no time of use is known',
    evidence: 'a named volume; no container uses it',
    rules: ['named-volumes'],
    addsBytes: 4096,
    paths: ['/var/lib/docker/volumes/data'],
    commands: ['docker volume rm data'],
    ...fields,
    seen: {
      ...UNSEEN,
      references: null,
      ...fields.seen,
    },
  };
}

/** Nothing seen, but for these. */
export function seen(fields: Partial<PlanObject['seen']>): PlanObject['seen'] {
  return { ...aPlanObject().seen, ...fields };
}

export function aPlan(fields: Partial<CleanupPlan> = {}): CleanupPlan {
  return {
    schemaVersion: 1,
    kind: 'bilge-cleanup-plan',
    tool: { name: 'bilge', version: '0.0.0' },
    generatedAt: '2026-06-01T12:00:00Z',
    sample: false,
    host: 'harbour',
    engine: {
      endpoint: 'unix:///var/run/docker.sock',
      version: '28.5.2',
      dataRoot: '/var/lib/docker',
      imageStore: 'graphdriver',
    },
    freedBytes: 4096,
    inodes: 1,
    source: 'disk',
    unmeasuredReason: null,
    objects: [aPlanObject()],
    target: null,
    choice: ['Chosen by the test.'],
    left: [],
    protected: [],
    advice: [],
    problems: [],
    ...fields,
  };
}

/** Validates what a reader of the JSON gets, by a schema as it is published. */
export function publishedSchema(name: 'plan' | 'cleanup-result'): (value: unknown) => string | null {
  const file = new URL(`../../../schema/${name}.schema.json`, import.meta.url);
  const validate: ValidateFunction = new Ajv2020({
    strict: true,
    validateFormats: false,
    allowUnionTypes: true,
  }).compile(JSON.parse(readFileSync(file, 'utf8')));
  return (value) => (validate(JSON.parse(JSON.stringify(value))) ? null : JSON.stringify(validate.errors));
}
