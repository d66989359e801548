// The shortest program: grades a folder of studies. Run it with: npx tsx grade.ts <studies> <models> <results>
import { gradeStudies } from 'spinestream';

const [studies, models = 'models', out = 'results'] = process.argv.slice(2);
const { counts } = await gradeStudies({ pipeline: 'two-stage', studies, models, out });
console.log(`${counts.studies} studies, ${counts.failed} failed`);
