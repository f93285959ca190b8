export * from './batcher.js';
export * from './cache/answer-cache.js';
export * from './cache/byte-cache.js';
export type { CacheEntry } from './cache/cache-entry.js';
export type { ContentCoding } from './cache/content-coding.js';
export * from './cache/fast-path.js';
export * from './cache/representation.js';
export { SingleFlight } from './cache/single-flight.js';
export {
  Calendar,
  type DayPlace,
  editionId,
  neighbour,
  type PublicationTime,
  parseEditionId,
  placeOfDay,
} from './calendar/period.js';
export { Zone } from './calendar/zone.js';
export * from './clients/operator.js';
export * from './clients/problem-from.js';
export * from './clients/public-address.js';
export * from './clients/say.js';
export * from './clients/service-client.js';
export * from './clients/service-clients.js';
export * from './clock.js';
export * from './config/brand-config.js';
export * from './config/config.js';
export * from './config/operator-environment.js';
export * from './config/service-config.js';
export * from './errors/problem.js';
export * from './errors/retriability.js';
export * from './http/idempotency-key.js';
export { nextPage, pageAfter } from './http/next-page.js';
export * from './http/problem-document.js';
export * from './http/problem-reports.js';
export { nameRoute, routeOf } from './http/request-route.js';
export * from './http/request-shape.js';
export * from './http/serves.js';
export * from './identity/caller.js';
export * from './identity/callers.guard.js';
export * from './identity/identity.js';
export * from './names.js';
export * from './observe/health.js';
export * from './observe/log.js';
export { loggedOnce } from './observe/logged-once.js';
export * from './observe/metrics.js';
export * from './observe/trace.js';
export * from './platform.module.js';
export { Repeating } from './repeating.js';
export * from './service.js';
export { LEASES } from './stores/bookkeeping.schema.js';
export { documentSchema, listOf, parsedBy, partSchema } from './stores/document-schema.js';
export { DocumentsModule, InjectModel, modelOf } from './stores/documents.module.js';
export { isDuplicateKey } from './stores/duplicate-key.js';
export { type MissingIndex, makeIndexes, type WantedIndex } from './stores/indexes.js';
export { KeptOrders, type OrderPage } from './stores/kept-orders.js';
export { Lease, type LeaseDocument } from './stores/lease.js';
export { LuaScript } from './stores/lua-script.js';
export { FutureData, type Migration } from './stores/migration.js';
export { Migrations } from './stores/migrations.js';
export * from './stores/mongo.module.js';
export * from './stores/mongo-link.js';
export * from './stores/redis.module.js';
export { connectRedis, REDIS_CONNECTION } from './stores/redis-link.js';
export { indexesOf, type StoredDocuments, schemasOf } from './stores/stored-documents.js';
export { readableOn } from './text/accent.js';
export { holdsLink } from './text/comment-links.js';
export { readComment } from './text/comment-markdown.js';
export { formulaSpans, type LatexPart, latexParts, latexText } from './text/latex.js';
export { ACCENTS, LETTERS } from './text/latex-letters.js';
export { splitAtLinks, webAddress } from './text/links.js';
export type { MathElement, MathNode } from './text/mathematics.js';
export { forTerminal, jsonForTerminal } from './text/terminal.js';
export * from './thread-file.js';
export * from './transports.js';
