import { IndexWriter } from '../index/index-writer.store.js';
import { serveThread } from './thread.host.js';

serveThread((file) => new IndexWriter(file as string));
