/**
 * Which rules watch, how tolerant they are, and how often people hear of it. `docs/how/alarms.md` gives the reason
 * for each default.
 * @module
 */
import { z } from 'zod';
import { SEVERITIES } from '../domain/alarm.ts';
import { parseSpan } from '../domain/time.ts';

const MONTH = 31 * 86_400;

/** `5m`, `4h`; seconds once parsed. */
const span = (least: number) =>
  z
    .string()
    .refine((text) => parseSpan(text) !== undefined, {
      error: ({ input }) => `${input}: a span looks like 90m, 4h or 7d`,
    })
    .refine((text) => (parseSpan(text) ?? least) >= least && (parseSpan(text) ?? 0) <= MONTH, {
      error: ({ input }) => `${input}: must be between ${least} s and 31d`,
    })
    .transform((text) => parseSpan(text) ?? least);

const percent = z.number().refine((n) => n > 0 && n <= 100, {
  error: ({ input }) => `${input}: a share is above 0 and at most 100 percent`,
});
const usd = z
  .number()
  .refine((n) => n > 0 && n <= 1e9, { error: ({ input }) => `${input}: must be above 0 dollars` });
const times = z.number().refine((n) => n > 1, {
  error: ({ input }) => `${input}: must be above 1, or what is usual would be an alarm`,
});
const calls = z.number().refine((n) => Number.isInteger(n) && n >= 1, {
  error: ({ input }) => `${input}: must be a whole number from 1`,
});
const days = z.number().refine((n) => n > 0 && n <= 400, {
  error: ({ input }) => `${input}: must be above 0 and at most 400 days`,
});
const severity = z.enum(SEVERITIES);

/** A rule: on as it comes, off with `false`, or with settings of its own. */
const rule = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.union([z.literal(false), z.strictObject(shape)]);

/** How long it must be seen before it fires, and clear before it is over. */
const lasting = (wait: string, keep: string) => ({
  for: span(0).prefault(wait),
  keepFiringFor: span(0).prefault(keep),
});

const rules = z.strictObject({
  /** By the thresholds of each budget. */
  budget: rule({ ...lasting('0m', '0m') }).prefault({}),
  spendPerHour: rule({
    ...lasting('0m', '10m'),
    severity: severity.default('critical'),
    /** A limit of your own; without one it is a multiple of the highest hour of the 28 days before. */
    usd: usd.optional(),
    timesHighest: times.default(3),
    floorUsd: usd.default(20),
  }).prefault({}),
  spendPerDay: rule({
    ...lasting('0m', '0m'),
    severity: severity.default('warning'),
    usd: usd.optional(),
    timesHighest: times.default(2),
    floorUsd: usd.default(100),
  }).prefault({}),
  anomaly: rule({
    ...lasting('0m', '0m'),
    /** From this much a day above what is usual it is critical. */
    criticalUsdPerDay: usd.default(500),
  }).prefault({}),
  quota: rule({ ...lasting('2m', '10m') }).prefault({}),
  throttleShare: rule({
    ...lasting('0m', '10m'),
    severity: severity.default('critical'),
    percent: percent.default(5),
    minCalls: calls.default(20),
    minThrottles: calls.default(5),
  }).prefault({}),
  errorRate: rule({
    ...lasting('0m', '10m'),
    severity: severity.default('warning'),
    percent: percent.default(10),
    minErrors: calls.default(20),
  }).prefault({}),
  latency: rule({
    ...lasting('10m', '15m'),
    severity: severity.default('warning'),
    /** A limit of your own; without one it is a multiple of the usual p95 of the same model. */
    p95Seconds: z
      .number()
      .refine((n) => n > 0, { error: ({ input }) => `${input}: must be above 0 seconds` })
      .optional(),
    timesUsual: times.default(3),
    floorSeconds: z.number().min(0).default(10),
    minCalls: calls.default(30),
  }).prefault({}),
  /** How often guardrails step in. */
  guardrail: rule({
    ...lasting('0m', '1h'),
    severity: severity.default('warning'),
    percent: percent.default(10),
    timesUsual: times.default(3),
    minAssessed: calls.default(50),
  }).prefault({}),
  darkUsage: rule({
    ...lasting('10m', '1h'),
    severity: severity.default('warning'),
    percent: percent.default(5),
    minUsdPerDay: usd.default(1),
  }).prefault({}),
  unpricedUsage: rule({
    ...lasting('0m', '0m'),
    severity: severity.default('warning'),
    minTokens: calls.default(10_000),
  }).prefault({}),
  /** By the budgets of `agents`. */
  agentSession: rule({ ...lasting('0m', '0m'), severity: severity.default('warning') }).prefault({}),
  commitment: rule({
    ...lasting('0m', '1h'),
    severity: severity.default('warning'),
    idlePercent: percent.default(10),
    endingDays: days.default(14),
  }).prefault({}),
  priceBookStale: rule({ ...lasting('0m', '0m'), severity: severity.default('warning') }).prefault({}),
  collectorStale: rule({
    ...lasting('5m', '0m'),
    severity: severity.default('warning'),
    after: span(600).prefault('1h'),
  }).prefault({}),
});

export const alarms = z.strictObject({
  /** Between two messages about an alarm that nobody has acknowledged. */
  repeat: span(300).prefault('4h'),
  /** How long the first alarm waits for others to go with it into one message. */
  groupWait: span(0).prefault('0m'),
  /** Between two messages to one notifier; what is new and critical does not wait. */
  groupInterval: span(0).prefault('5m'),
  /** Observations of data older than this are history: kept, and never told. */
  freshness: span(600).prefault('3h'),
  rules: rules.prefault({}),
});

export type AlarmsConfig = z.output<typeof alarms>;
export type RulesConfig = AlarmsConfig['rules'];
export type RuleName = keyof RulesConfig;
/** Settings of a rule that is on. */
export type RuleSettings<Name extends RuleName> = Exclude<RulesConfig[Name], false>;

export const RULE_NAMES = Object.keys(rules.shape) as readonly RuleName[];
