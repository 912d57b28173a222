import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { describeStore } from './store-contract.ts';

describeStore('SQLite', async () => openSqliteStore(':memory:'));
