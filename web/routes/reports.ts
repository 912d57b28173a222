/**
 * Monthly reports that the schedule has written.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { listReports, REPORT_TYPES, type ReportType, readReport } from '../reports/files.ts';
import { reportsPage } from '../views/reports.tsx';

/** `/reports`, `/reports/2026-10`, the same list as `/api/reports`, and the files as downloads. */
export function reportRoutes(deps: WebDeps): Hono {
  const { reportsDir } = deps;
  const months = () => (reportsDir === undefined ? [] : listReports(reportsDir));
  const routes = new Hono();
  routes.get('/api/reports', (c) => c.json({ reports: months() }));
  routes.get('/reports', (c) => c.html(reportsPage({ deps, months: months(), asked: null })));
  routes.get('/reports/:file', (c) => {
    const [, month = '', type] = /^([^.]*)(?:\.(.*))?$/.exec(c.req.param('file')) ?? [];
    if (type === undefined) {
      const asked = /^\d{4}-\d{2}$/.test(month) ? month : null;
      return asked === null ? c.notFound() : c.html(reportsPage({ deps, months: months(), asked }));
    }
    const file = reportsDir === undefined ? undefined : readReport(reportsDir, month, type);
    if (file === undefined) return c.notFound();
    c.header('Content-Type', REPORT_TYPES[type as ReportType]);
    c.header('Content-Disposition', `attachment; filename="${file.name}"`);
    return c.body(file.content);
  });
  return routes;
}
