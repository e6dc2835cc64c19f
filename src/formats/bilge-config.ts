import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { parseByteSize } from '../model/byte-size.js';
import type { CheckThresholds } from '../model/check.js';
import { ExpectedError } from '../model/expected-error.js';
import type { CleanupAges, ProtectionRules } from '../model/policy.js';
import {
  parsePercentage,
  parseSizeLimit,
  PERCENTAGE_FORMS,
  SIZE_FORMS,
  SIZE_LIMIT_FORMS,
} from './check-limits.js';
import { DURATION_FORMS, parseDuration } from './duration.js';

/** What one configuration file says; what it leaves out is `null`, or missing among the ages. */
export interface BilgeConfig {
  readonly protect: ProtectionRules;
  readonly keepLast: number | null;
  readonly olderThan: Partial<CleanupAges>;
  readonly check: CheckThresholds;
}

/** The file is no configuration. The message names the file, the place in it, and what is allowed there. */
export class BilgeConfigError extends ExpectedError {
  override readonly name = 'BilgeConfigError';
  readonly file: string;
  /** Line and column from 1, where the text is no TOML. */
  readonly position: { readonly line: number; readonly column: number } | null;
  /** The key, such as `check.max-used`, where its value is wrong, or it is not known. */
  readonly key: string | null;

  constructor(file: string, detail: string, place: Partial<Pick<BilgeConfigError, 'position' | 'key'>> = {}) {
    const { position = null, key = null } = place;
    const where = position === null ? '' : `, line ${position.line}, column ${position.column}`;
    super(`the configuration ${file}${where}: ${detail}`);
    this.file = file;
    this.position = position;
    this.key = key;
  }
}

/** Far more than anybody writes by hand. */
export const MAX_CONFIG_BYTES = 1024 * 1024;

/** No value of a configuration has tables in tables. */
const MAX_DEPTH = 16;

/** A value that is written as text. */
function written<T>(parseText: (text: string) => T | null, forms: string) {
  const error = `write ${forms}, in quotes`;
  return z
    .string({ error })
    .transform((text, context) => {
      const value = parseText(text);
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message: error });
      return z.NEVER;
    })
    .optional();
}

function texts(what: string, test: (text: string) => boolean) {
  const error = `write a list of ${what}, such as `;
  const example = what === 'labels' ? '["com.example.keep", "tier=prod"]' : '["postgres:*", "shop_*"]';
  return z
    .array(z.string({ error: error + example }).refine(test, { error: error + example }), {
      error: error + example,
    })
    .default([]);
}

function table<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, { error: `write a table, with ${listed(Object.keys(shape))}` });
}

const duration = written(parseDuration, DURATION_FORMS);

const AGE_KEYS = {
  all: duration,
  images: duration,
  containers: duration,
  volumes: duration,
  cache: duration,
  networks: duration,
};

const ages = z.strictObject(AGE_KEYS, {
  error: `write ${DURATION_FORMS}, in quotes, or a table with ${listed(Object.keys(AGE_KEYS))}`,
});

const protect = table({
  names: texts('glob patterns', (name) => name.trim() !== ''),
  labels: texts('labels', (label) => /^[^=]/.test(label)),
});
const clean = table({
  'keep-last': z.int({ error: 'write a whole number, 0 or more' }).nonnegative().optional(),
  // One time is for every kind.
  'older-than': z.preprocess(
    (value) => (typeof value === 'string' ? { all: value } : value),
    ages.optional(),
  ),
});
const check = table({
  'max-used': written(parsePercentage, PERCENTAGE_FORMS),
  'max-inodes': written(parsePercentage, PERCENTAGE_FORMS),
  'max-reclaimable': written(parseSizeLimit, SIZE_LIMIT_FORMS),
  'max-leftovers': written(parseByteSize, SIZE_FORMS),
  'max-log': written(parseByteSize, SIZE_FORMS),
  'max-log-growth': written(parseByteSize, `${SIZE_FORMS}, a day`),
});
const schema = table({
  protect: protect.optional(),
  clean: clean.optional(),
  check: check.optional(),
});

/** The keys that each table may have. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(schema.shape),
  protect: Object.keys(protect.shape),
  clean: Object.keys(clean.shape),
  check: Object.keys(check.shape),
  'clean.older-than': Object.keys(AGE_KEYS),
};

/**
 * Parses a configuration of bilge. An empty one sets nothing; a key that is not known is an error, because it may be a
 * misspelt protection.
 * @param file its name, for messages.
 * @throws BilgeConfigError
 */
export function parseBilgeConfig(source: string | Uint8Array, file: string): BilgeConfig {
  const value = tableOf(source, file);
  const result = schema.safeParse(value);
  if (!result.success) throw errorOf(result.error.issues[0], value, file);
  const { protect = { names: [], labels: [] }, clean = {}, check = {} } = result.data;
  return {
    protect,
    keepLast: clean['keep-last'] ?? null,
    olderThan: agesOf(clean['older-than'] ?? {}),
    check: {
      maxUsedPercent: check['max-used'] ?? null,
      maxInodesPercent: check['max-inodes'] ?? null,
      maxReclaimable: check['max-reclaimable'] ?? null,
      maxLeftoversBytes: check['max-leftovers'] ?? null,
      maxLogBytes: check['max-log'] ?? null,
      maxLogGrowthBytes: check['max-log-growth'] ?? null,
    },
  };
}

function tableOf(source: string | Uint8Array, file: string): unknown {
  if (source.length > MAX_CONFIG_BYTES) throw new BilgeConfigError(file, 'it is larger than 1 MiB');
  let text: string;
  try {
    text = typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true }).decode(source);
  } catch {
    throw new BilgeConfigError(file, 'it is not UTF-8');
  }
  try {
    return parse(text, { maxDepth: MAX_DEPTH, unsafeKeyBehaviour: 'throw' });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column } = error;
    const [first = ''] = error.message.split('\n', 1);
    const detail = first.replace(/^Invalid TOML document: /, '');
    throw new BilgeConfigError(file, `it is not TOML: ${detail}`, { position: { line, column } });
  }
}

function errorOf(issue: z.core.$ZodIssue | undefined, value: unknown, file: string): BilgeConfigError {
  const path = (issue?.path ?? []).map(String);
  const parent = path.join('.');
  if (issue?.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys;
    const key = parent === '' ? unknown : `${parent}.${unknown}`;
    const known = listed(KNOWN[parent] ?? []);
    const place = parent === '' ? 'at the top' : `in ${parent}`;
    return new BilgeConfigError(file, `there is no "${key}"; the keys ${place} are ${known}`, { key });
  }
  const shown = shownValue(path.reduce(memberOf, value));
  return new BilgeConfigError(file, `${parent} = ${shown}: ${issue?.message ?? 'it is not allowed'}`, {
    key: parent,
  });
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

const LONGEST_SHOWN = 60;

function shownValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** What is said of one kind wins over what is said of all. */
function agesOf(table: z.infer<typeof ages>): Partial<CleanupAges> {
  const { all, cache } = table;
  const kinds = {
    images: table.images ?? all,
    containers: table.containers ?? all,
    volumes: table.volumes ?? all,
    buildCache: cache ?? all,
    networks: table.networks ?? all,
  };
  return Object.fromEntries(Object.entries(kinds).filter(([, age]) => age !== undefined));
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}
