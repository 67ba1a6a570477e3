// The peer with the settings that it comes with; only language, name and the order of pages are
// said, since every course has to say them.
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import sidebar from './sidebar.json' with { type: 'json' };

export default defineConfig({
  cacheDir: './.cache',
  integrations: [
    starlight({
      title: 'ともに',
      locales: { root: { label: '日本語', lang: 'ja' } },
      sidebar,
    }),
  ],
});
