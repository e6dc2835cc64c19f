import { FormatError } from './format-error.js';
import type { ImageConfig } from '../model/image-config.js';
import { asArray, asObject, asStringMap, asText, asTexts, asTime, parseJsonObject } from './json-access.js';

const DIFF_ID = /^[a-z0-9]+:[0-9a-f]{32,}$/;

/** One bad entry spoils the list: without it every chain id above would be that of another layer. */
function diffIdsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const diffIds = asTexts(value).filter((id) => DIFF_ID.test(id));
  if (Array.isArray(value) && diffIds.length === value.length) return diffIds;
  throw new FormatError('image configuration', 'its list of layers is damaged');
}

/** @throws FormatError */
export function parseImageConfig(data: Uint8Array): ImageConfig {
  const config = parseJsonObject(data, 'image configuration');
  const diffIds = diffIdsOf(asObject(config['rootfs'])?.['diff_ids']);
  const steps = asArray(config['history'])
    .map(asObject)
    .filter((step) => step !== null && step['empty_layer'] !== true)
    .map((step) => asText(step?.['created_by']) ?? asText(step?.['comment']) ?? '');
  const platform = [config['os'], config['architecture'], config['variant']]
    .map(asText)
    .filter((part) => part !== null);
  return {
    platform: platform.length >= 2 ? platform.join('/') : null,
    createdAt: asTime(config['created']),
    labels: asStringMap(asObject(config['config'])?.['Labels']),
    diffIds,
    createdBy: steps.length === diffIds.length ? steps : [],
  };
}
