import type { CleanupPlan, PlanObject } from '../report/types.js';

/** How the script says sizes and times: its caller knows the units. */
export interface ScriptStyle {
  readonly bytes: (bytes: number | null) => string;
  /** Text for a comment: one line, whatever the text is. */
  readonly clean: (text: string) => string;
}

/**
 * A plan as a shell script with a comment for every object. It stops at the first command that fails, and removes by id
 * where an id names the object better than its name.
 */
export function cleanupScript(plan: CleanupPlan, { bytes, clean }: ScriptStyle): string[] {
  const { engine, objects, freedBytes, unmeasuredReason } = plan;
  const estimate = unmeasuredReason === null ? '' : ' (an estimate)';
  return [
    objects.some(({ commands }) => commands.some(hasEscapes)) ? '#!/usr/bin/env bash' : '#!/bin/sh',
    `# bilge clean ${clean(plan.tool.version)}, ${plan.generatedAt}${plan.host === null ? '' : `, host ${clean(plan.host)}`}`,
    `# ${objects.length} ${objects.length === 1 ? 'object' : 'objects'}: frees ${bytes(freedBytes)}${estimate}.`,
    '# Nothing is forced: the engine refuses what has come into use since. Unlike bilge clean --apply, this script does',
    '# not look whether a name points to something else by now.',
    ...plan.choice.map((sentence) => `# ${clean(sentence)}`),
    ...(plan.sample
      ? ['# SAMPLE: a bundled sample host, not this machine: nothing here is to be run.', 'exit 1']
      : []),
    'set -eu',
    ...(engine?.endpoint == null ? [] : [`export DOCKER_HOST=${quoted(engine.endpoint)}`]),
    ...objects.flatMap((object) => ['', ...commentsOf(object, { bytes, clean }), ...object.commands]),
  ];
}

function commentsOf(object: PlanObject, { bytes, clean }: ScriptStyle): string[] {
  const { kind, id, name, risk, addsBytes, lastUsedAt, lastUse, evidence } = object;
  const used = lastUsedAt === null ? lastUse : `${lastUse} ${lastUsedAt}`;
  return [
    `# ${kind} ${clean(name ?? id)} (${clean(id)}): ${risk}; frees ${bytes(addsBytes)} here`,
    `# ${clean(evidence)}; ${clean(used)}`,
  ];
}

/** Names with control characters are written in a form that not every sh knows. */
function hasEscapes(command: string): boolean {
  return command.includes("$'");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
