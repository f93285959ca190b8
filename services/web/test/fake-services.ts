// The specs beside the pages of papers and feeds read these two from here.
export { catalogPaper } from './catalog-paper.js';
export { listItem } from './ranked-list.js';
