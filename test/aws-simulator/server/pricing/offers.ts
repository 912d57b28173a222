/**
 * The bulk offer files, which need no credentials (AWS Billing User Guide, "Getting price list files manually").
 * @module
 */
import { Hono } from 'hono';
import type { Simulator } from '../simulator.ts';
import {
  frameOf,
  OFFERED_REGIONS,
  productsOf,
  SERVICE_CODES,
  type ServiceCode,
  termsOf,
} from './products.ts';
import { effectiveDateOf, type Version, versionsAt } from './versions.ts';

const ROOT = '/offers/v1.0/aws';

export function offers(simulator: Simulator): Hono {
  const app = new Hono();
  const now = () => simulator.clock.now();
  const newest = (): Version => versionsAt(now())[0] ?? { name: 'none', day: '2026-09-30' };
  const common = () => ({ formatVersion: 'v1.0', publicationDate: effectiveDateOf(newest()) });

  app.get('/v1.0/aws/index.json', (c) =>
    c.json({
      ...common(),
      offers: Object.fromEntries(
        SERVICE_CODES.map((offerCode) => [
          offerCode,
          {
            offerCode,
            versionIndexUrl: `${ROOT}/${offerCode}/index.json`,
            currentVersionUrl: `${ROOT}/${offerCode}/current/index.json`,
            currentRegionIndexUrl: `${ROOT}/${offerCode}/current/region_index.json`,
          },
        ]),
      ),
    }),
  );

  app.get('/v1.0/aws/:code/index.json', (c) => {
    const code = codeOf(c.req.param('code'));
    if (!code) return c.notFound();
    const versions = versionsAt(now());
    return c.json({
      ...common(),
      offerCode: code,
      currentVersion: newest().name,
      versions: Object.fromEntries(
        versions.map((version, i) => [
          version.name,
          {
            versionEffectiveBeginDate: effectiveDateOf(version),
            versionEffectiveEndDate: i === 0 ? '' : effectiveDateOf(versions[i - 1] ?? version),
            offerVersionUrl: `${ROOT}/${code}/${version.name}/index.json`,
          },
        ]),
      ),
    });
  });

  app.get('/v1.0/aws/:code/:version/region_index.json', (c) => {
    const code = codeOf(c.req.param('code'));
    const version = versionOf(c.req.param('version'));
    if (!code || !version) return c.notFound();
    const url = (region: string) => `${ROOT}/${code}/${version.name}/${region}/index.json`;
    const regions = OFFERED_REGIONS.map((regionCode) => [
      regionCode,
      { regionCode, currentVersionUrl: url(regionCode) },
    ]);
    return c.json({ ...common(), regions: Object.fromEntries(regions) });
  });

  app.get('/v1.0/aws/:code/:version/index.json', (c) => file(c.req.param(), OFFERED_REGIONS) ?? c.notFound());
  app.get('/v1.0/aws/:code/:version/:region/index.json', (c) => {
    const region = OFFERED_REGIONS.find((each) => each === c.req.param('region'));
    return (region && file(c.req.param(), [region])) ?? c.notFound();
  });
  return app;

  function versionOf(name: string): Version | undefined {
    return name === 'current' ? newest() : versionsAt(now()).find((version) => version.name === name);
  }

  function file(path: { code: string; version: string }, regions: readonly string[]): Response | undefined {
    const code = codeOf(path.code);
    const version = versionOf(path.version);
    if (!code || !version) return undefined;
    const products = regions.flatMap((region) => productsOf(code, region, version.day));
    return Response.json({
      formatVersion: 'v1.0',
      disclaimer: 'Made up by a simulator.',
      offerCode: code,
      version: version.name,
      publicationDate: effectiveDateOf(version),
      products: Object.fromEntries(products.map((product) => [product.sku, frameOf(product)])),
      terms: {
        OnDemand: Object.fromEntries(
          products.map((product) => [product.sku, termsOf(product, effectiveDateOf(version))]),
        ),
      },
    });
  }
}

const codeOf = (text: string): ServiceCode | undefined => SERVICE_CODES.find((code) => code === text);
