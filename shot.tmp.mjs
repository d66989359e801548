import { chromium } from 'playwright-core';
const [,, file, prefix] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, o] of [['light',{colorScheme:'light'}],['dark',{colorScheme:'dark'}],['nojs',{colorScheme:'light',javaScriptEnabled:false}]]) {
  const p = await b.newPage({ viewport:{width:1440,height:900}, ...o });
  p.on('console', m => console.log(name, m.type(), m.text())); p.on('pageerror', e => console.log(name,'ERR', e.message));
  await p.goto('file://'+file);
  if(name==='dark' && await p.$('#toggle-heat')) await p.keyboard.press('o');
  await p.screenshot({ path: `${prefix}-${name}.png`, fullPage: name!=='dark' });
  if(name==='light'){ await p.emulateMedia({media:'print'}); await p.pdf({path:`${prefix}.pdf`, printBackground:true, preferCSSPageSize:true}); }
  await p.close();
}
await b.close();
