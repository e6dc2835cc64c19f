import type { z } from 'zod';
import type { checkFindingSchema, checkResultSchema } from './schema/check.js';
import type { containerSchema, volumeSchema } from './schema/container.js';
import type { figureSourceSchema } from './schema/common.js';
import type { engineSchema, hostSchema, noticeSchema } from './schema/engine.js';
import type { cleanupResultSchema, removalRecordSchema } from './schema/cleanup-result.js';
import type { imageSchema, layerSchema } from './schema/image.js';
import type { planObjectSchema, planSchema } from './schema/plan.js';
import type { advisedObjectSchema, recommendationSchema } from './schema/recommendation.js';
import type { reportSchema } from './schema/report.js';
import type { controlSchema } from './schema/control.js';
import type {
  addressPoolsSchema,
  containerEndpointSchema,
  networkSchema,
  portSchema,
} from './schema/network.js';
import type { pruneForecastsSchema } from './schema/prune.js';
import type { processSchema } from './schema/process.js';
import type { buildCacheSchema, leftoverSchema, problemSchema } from './schema/rest.js';
import type { categorySchema, rootSchema, totalsSchema } from './schema/root.js';
import type { whoseAnswerSchema } from './schema/whose.js';

export type Report = z.infer<typeof reportSchema>;
export type RootReport = z.infer<typeof rootSchema>;
export type TotalsReport = z.infer<typeof totalsSchema>;
export type CategoryReport = z.infer<typeof categorySchema>;
export type EngineReport = z.infer<typeof engineSchema>;
export type HostReport = z.infer<typeof hostSchema>;
export type NoticeReport = z.infer<typeof noticeSchema>;
export type ImageReport = z.infer<typeof imageSchema>;
export type LayerReport = z.infer<typeof layerSchema>;
export type ContainerReport = z.infer<typeof containerSchema>;
export type VolumeReport = z.infer<typeof volumeSchema>;
export type BuildCacheReport = z.infer<typeof buildCacheSchema>;
export type NetworkReport = z.infer<typeof networkSchema>;
export type ContainerEndpointReport = z.infer<typeof containerEndpointSchema>;
export type PortReport = z.infer<typeof portSchema>;
export type AddressPoolsReport = z.infer<typeof addressPoolsSchema>;
export type ControlReport = z.infer<typeof controlSchema>;
export type ProcessReport = z.infer<typeof processSchema>;
export type LeftoverReport = z.infer<typeof leftoverSchema>;
export type ProblemReport = z.infer<typeof problemSchema>;
/** Where one figure comes from. */
export type FigureSource = z.infer<typeof figureSourceSchema>;
export type WhoseAnswer = z.infer<typeof whoseAnswerSchema>;
export type RecommendationReport = z.infer<typeof recommendationSchema>;
export type AdvisedObject = z.infer<typeof advisedObjectSchema>;
export type CleanupPlan = z.infer<typeof planSchema>;
export type PlanObject = z.infer<typeof planObjectSchema>;
export type CleanupResult = z.infer<typeof cleanupResultSchema>;
export type RemovalRecord = z.infer<typeof removalRecordSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
export type CheckFinding = z.infer<typeof checkFindingSchema>;
export type PruneForecasts = z.infer<typeof pruneForecastsSchema>;
