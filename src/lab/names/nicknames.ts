/** What people are called instead of the name on their certificate: formal → familiar. */
export const nicknames: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  `Margaret:Peggy,Maggie,Meg,Rita William:Bill,Billy,Will Elizabeth:Betty,Liz,Beth,Lizzie Mary:Polly,Molly,May Dorothy:Dot,Dolly Robert:Bob,Rob,Bobby
   Richard:Dick,Rick Edward:Ted,Eddie,Ned James:Jim,Jimmy John:Jack,Johnny Michael:Mick,Mike Anthony:Tony Christopher:Chris,Kit Frederick:Fred Albert:Bert
   Ronald:Ron,Ronnie Kenneth:Ken Raymond:Ray Terence:Terry Leonard:Len Arthur:Art Joseph:Joe Stephen:Steve Steven:Steve Thomas:Tom,Tommy Charles:Charlie
   Francis:Frank Harold:Harry Henry:Harry,Hal George:Georgie Donald:Don Douglas:Doug Geoffrey:Geoff Reginald:Reg Sidney:Sid Walter:Wally Herbert:Bert Bernard:Bernie
   Patrick:Paddy,Pat Daniel:Dan,Danny David:Dave,Dai Andrew:Andy,Drew Matthew:Matt Benjamin:Ben Alexander:Alex,Sandy Nicholas:Nick Jonathan:Jon Timothy:Tim
   Samuel:Sam Philip:Phil Peter:Pete Gregory:Greg Joshua:Josh Jacob:Jake Nathan:Nate Oliver:Ollie Archibald:Archie Cornelius:Con
   Patricia:Pat,Trish Barbara:Babs Sheila:She Kathleen:Kath,Kitty Catherine:Cath,Kate Katherine:Kate,Kathy Josephine:Jo,Josie Winifred:Win Susan:Sue Christine:Chris
   Jacqueline:Jackie Jennifer:Jenny Deborah:Debbie Pamela:Pam Valerie:Val Gillian:Gill Judith:Judy Sandra:Sandie Victoria:Vicky Rebecca:Becky Samantha:Sam
   Alison:Ali Amanda:Mandy Florence:Flo,Florrie Gwyneth:Gwen Isobel:Bella Eleanor:Ellie,Nell Charlotte:Lottie Isabella:Bella Emily:Em Abigail:Abi Bridget:Biddy,Bridie
   Philomena:Phil Bernadette:Bernie Theresa:Terry Teresa:Tess Constance:Connie Edith:Edie Gladys:Glad Rosemary:Rose Marjorie:Marge Beatrice:Bea Victor:Vic
   Mohammed:Mo Muhammad:Mo Mohammad:Mo Mohamed:Mo Ibrahim:Ibby Abdul:Abs Yusuf:Yus Fatima:Fati Surinder:Sindy Harjinder:Harj Manjit:Manj Parminder:Pam
   Katarzyna:Kasia Małgorzata:Gosia Agnieszka:Aga Joanna:Asia Magdalena:Magda Krzysztof:Krzys Stanisław:Staszek Aleksandra:Ola Tomasz:Tomek Zuzanna:Zuzia Jakub:Kuba
   Giuseppe:Pino,Joe Salvatore:Sal Concetta:Connie José:Pepe Francisco:Paco Babatunde:Tunde Oluwaseun:Seun Chukwuemeka:Emeka Temitope:Temi Oluwole:Wole Dafydd:Dai Gwilym:Gwil
   Abdirahman:Abdi Emmanuel:Manny Solomon:Solly Cynthia:Cindy Hyacinth:Cynth Winston:Win Chandrakant:Chandu Mihaela:Miha Alexandru:Alex Oleksandr:Sasha Olena:Lena`
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [formal = '', familiar = ''] = entry.split(':');
      return [formal, familiar.split(',')];
    }),
);

/** Spellings of one name that clerks write for another. */
export const variants: readonly (readonly string[])[] = [
  ['Mohammed', 'Muhammad', 'Mohammad', 'Mohamed', 'Muhammed', 'Md'],
  ['Ahmed', 'Ahmad'],
  ['Hussain', 'Hussein', 'Husain'],
  ['Choudhury', 'Chowdhury', 'Chaudhry', 'Choudhry'],
  ['Yusuf', 'Yousuf', 'Yusef', 'Youssef'],
  ['Aisha', 'Ayesha', 'Aysha'],
  ['Fatima', 'Fatema', 'Fathima'],
  ['Nasreen', 'Nasrin'],
  ['Uddin', 'Udin', 'Ud-Din'],
  ['Miah', 'Mia', 'Miya'],
  ['Akhter', 'Akter', 'Akhtar'],
  ['Khatun', 'Khatoon'],
  ['Begum', 'Begom', 'Begam'],
  ['Stephen', 'Steven', 'Stephan'],
  ['Catherine', 'Katherine', 'Kathryn', 'Cathryn'],
  ['Ann', 'Anne'],
  ['Geoffrey', 'Jeffrey'],
  ['Phillips', 'Philips'],
  ['Clark', 'Clarke'],
  ['Brown', 'Browne'],
  ['Taylor', 'Tayler'],
  ['Reid', 'Read', 'Reed'],
  ['Llewellyn', 'Llywelyn', 'Llewelyn'],
  ['Rees', 'Rhys', 'Reece'],
  ['Thompson', 'Thomson'],
  ['Davies', 'Davis'],
  ['Sian', 'Siân'],
  ['Sara', 'Sarah'],
  ['Tracey', 'Tracy'],
  ['Alan', 'Allan', 'Allen'],
  ['Ian', 'Iain'],
  ['Sean', 'Seán', 'Shaun', 'Shawn'],
  ['Rahman', 'Rehman'],
  ['Islam', 'Eslam'],
  ['Haque', 'Hoque', 'Huq'],
  ['Singh', 'Sing'],
  ['Kaur', 'Kour'],
];
