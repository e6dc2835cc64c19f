import { z } from 'zod';
import type { ImageRecord } from '../../../model/image.js';
import { digestId } from './digest-id.js';
import { count, filledText, type LenientList, parseList, parseObject, textMap, texts } from './lenient.js';
import { time, unixTime } from './time.js';

/** 20.10 writes <none>:<none> and <none>@<none> where later versions write nothing. */
function references(...lists: readonly (readonly string[])[]): string[] {
  return lists.flat().filter((name) => !name.includes('<none>'));
}

const listed = z
  .object({
    Id: z.string().min(1),
    ParentId: filledText,
    RepoTags: texts,
    RepoDigests: texts,
    Created: unixTime,
    Labels: textMap,
    Size: count,
    SharedSize: count,
  })
  .transform((image): ImageRecord => ({
    id: digestId(image.Id) ?? image.Id,
    references: references(image.RepoTags, image.RepoDigests),
    platform: null,
    createdAt: image.Created,
    taggedAt: null,
    parentId: digestId(image.ParentId),
    labels: image.Labels,
    diffIds: [],
    createdBy: [],
    configPath: null,
    engineSizeBytes: image.Size,
    engineSharedBytes: image.SharedSize,
  }));

/**
 * `GET /images/json`, and the images of `/system/df`, which look the same.
 * @throws RequestError `garbage`
 */
export function parseImages(value: unknown): LenientList<ImageRecord> {
  return parseList(listed, value);
}

const inspected = z
  .object({
    Created: time,
    Os: filledText,
    Architecture: filledText,
    Variant: filledText,
    RootFS: z.object({ Layers: texts }).catch({ Layers: [] }),
    Metadata: z.object({ LastTagTime: time }).catch({ LastTagTime: null }),
  })
  .transform((image) => ({
    createdAt: image.Created,
    taggedAt: image.Metadata.LastTagTime,
    platform:
      image.Os === null || image.Architecture === null
        ? null
        : [image.Os, image.Architecture, image.Variant].filter((part) => part !== null).join('/'),
    diffIds: image.RootFS.Layers,
  }));

/**
 * An image of the list with what `GET /images/<id>/json` adds: its layers, platform, exact time.
 * @throws RequestError `garbage`
 */
export function withImageDetails(image: ImageRecord, value: unknown): ImageRecord {
  const details = parseObject(inspected, value);
  return { ...image, ...details, createdAt: details.createdAt ?? image.createdAt };
}

const named = z.object({ Id: z.string().min(1), RepoTags: texts, RepoDigests: texts });

/** An image's full id and its references, sorted, each once. */
export interface ImageNames {
  readonly id: string;
  readonly references: readonly string[];
}

/**
 * The names in `GET /images/<name or id>/json`. The containerd store repeats one that was pulled by its digest as a tag.
 * @throws RequestError `garbage`
 */
export function parseImageNames(value: unknown): ImageNames {
  const image = parseObject(named, value);
  const names = new Set(references(image.RepoTags, image.RepoDigests));
  return { id: digestId(image.Id) ?? image.Id, references: [...names].sort() };
}
