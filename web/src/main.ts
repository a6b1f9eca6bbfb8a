import './lib/ui/base.css';
import './lib/ui/tokens.css';
import './lib/ui/fonts.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { firstLanguage, i18n } from './lib/i18n/i18n.svelte';
import { signedIn } from './lib/people/signed-in.svelte';
import { mishaps } from './lib/shell/mishaps.svelte';
import { keepShell } from './lib/shell/registration';
import { lastingMemory } from './lib/ui/lasting-memory';
import { appearance } from './lib/ui/theme.svelte';

mishaps.watch();
await lastingMemory.restore().catch(() => {});
signedIn.recall();
appearance.start();
await i18n.speak(firstLanguage());

const target = document.getElementById('app');
if (!target) throw new Error('index.html has a place for the app');
mount(App, { target });
keepShell();
