import layers from './.dependency-cruiser.mjs';

// The rooms of a service: looked at without specs, which may lean on any room.
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles-between-rooms',
      comment:
        'Rooms that import each other in a circle are one room: none of them can be read or moved alone.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^services/[^/]+/src/[^/]+' },
      to: { circular: true, viaOnly: { path: '^services/[^/]+/src/[^/]+' } },
    },
  ],
  options: { ...layers.options, exclude: { path: '(\\.spec\\.tsx?$|^services/[^/]+/test/)' } },
};
