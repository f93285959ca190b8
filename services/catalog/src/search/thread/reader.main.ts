import { IndexReader } from '../ask/index.reader.js';
import { serveThread } from './thread.host.js';

serveThread((file) => new IndexReader(file as string));
