import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { describeStore } from './store-contract.ts';
import { describeCharges } from './store-contract-charges.ts';
import { describeDrill } from './store-contract-drill.ts';
import { describeKept } from './store-contract-kept.ts';
import { describeNaiveSums } from './store-contract-naive.ts';
import { describeRetention } from './store-contract-retention.ts';
import { describeSums } from './store-contract-sums.ts';

const open = async () => openSqliteStore(':memory:');
describeStore('SQLite', open);
describeDrill('SQLite', open);
describeCharges('SQLite', open);
describeRetention('SQLite', open);
describeKept('SQLite', open);
describeSums('SQLite', open);
describeNaiveSums('SQLite', open);
