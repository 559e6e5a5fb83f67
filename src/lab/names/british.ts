import { book } from './book.ts';

const englishFemale: [string, string, string] = [
  `Margaret Jean Mary Joan Patricia Sheila Barbara Doreen June Shirley Dorothy Joyce Maureen Elizabeth Audrey Brenda Kathleen Sylvia
   Eileen Pamela Betty Beryl Ann Irene Josephine Rita Marjorie Vera Hilda Edith Winifred Gladys Ethel Florence Ivy Jacqueline Susan
   Christine Linda Carol Sandra Jennifer Janet Valerie Judith Gillian Rosemary Marion Olive Phyllis Elsie Norma Hazel Constance Muriel`,
  `Susan Julie Karen Jacqueline Deborah Tracey Jane Helen Diane Sharon Tracy Angela Sarah Alison Caroline Amanda Sandra Linda Catherine
   Elizabeth Carol Joanne Wendy Janet Dawn Christine Nicola Michelle Claire Lisa Samantha Rachel Emma Louise Victoria Rebecca Kelly Laura
   Gemma Katherine Jennifer Kerry Donna Melanie Zoe Natalie Leanne Hayley Stacey Charlotte Kirsty Heather Anna Lucy Lesley Lorraine Maxine`,
  `Olivia Emily Amelia Isla Ava Jessica Sophie Lily Grace Ella Chloe Mia Isabella Charlotte Ruby Poppy Evie Freya Daisy Florence Alice
   Sienna Phoebe Lucy Matilda Rosie Evelyn Millie Hannah Megan Lauren Bethany Jasmine Georgia Holly Molly Abigail Eleanor Ellie Emma
   Imogen Maisie Willow Harriet Esme Elsie Ivy Amber Rebecca Katie Paige Courtney Shannon Keira Scarlett Zara Erin Violet Thea Darcie`,
];
const englishMale: [string, string, string] = [
  `John David Peter Michael Ronald Kenneth Brian Derek Alan Raymond Roy William Dennis George James Robert Donald Anthony Gordon Thomas
   Eric Colin Terence Douglas Stanley Leonard Frank Arthur Albert Harold Ernest Frederick Charles Joseph Keith Geoffrey Barry Malcolm
   Norman Trevor Roger Graham Edward Reginald Cyril Sidney Walter Herbert Stephen Paul Christopher Philip Clifford Bernard Horace Percy`,
  `David Paul Andrew Mark John Michael Stephen Ian Robert Richard Christopher Peter Simon Anthony Kevin Gary Steven Martin James Philip
   Alan Neil Nigel Timothy Colin Graham Jonathan Nicholas William Adrian Brian Stuart Matthew Daniel Lee Darren Jason Craig Thomas Ben
   Benjamin Adam Luke Robin Wayne Dean Carl Karl Russell Shaun Barry Keith Edward Scott Gavin Jamie Ashley Liam Ryan Sean Joseph Glen`,
  `Oliver Jack Harry George Noah Charlie Jacob Alfie Freddie Oscar Leo Logan Archie Theo Thomas James Joshua Henry William Max Lucas Ethan
   Arthur Mason Isaac Harrison Teddy Finley Daniel Riley Edward Joseph Alexander Benjamin Samuel Callum Liam Connor Lewis Jake Ryan Luke
   Nathan Tyler Kieran Jordan Cameron Bradley Louis Toby Jude Reuben Elliot Stanley Ronnie Tommy Albie Rory Hugo Ralph Frank Dexter`,
];

/** After frequencies of names given in England since the 1930s and of surnames in the 1881 and later registers. */
export const english = book({
  family: `Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson
    Clarke Harris Clark Turner Cooper Hill Ward Moore Morris Watson Harrison Morgan Baker Patel Allen King Lewis Young James Mitchell Phillips
    Cook Shaw Bennett Carter Bailey Parker Richardson Miller Price Cox Marshall Simpson Webb Collins Adams Wilkinson Hunt Stevens Rogers Ellis
    Chapman Mason Butler Foster Barnes Mills Knight Palmer Lloyd Holmes Powell Fisher Matthews Barker Stone Dixon Fletcher Harvey Pearson
    Andrews Elliott Ford Hughes Saunders Payne Fox Day Lawrence West Jordan Reynolds Atkinson Brooks Gibson Dean Cole Hart Burton Woods
    Francis Newman Gardner Bird Bishop Austin Lane Warren Booth Perry Osborne Lambert Webster Poole Page Hawkins Sutton Fuller Frost Nicholls
    Rowe Nash Parsons Goodwin Wells Hayes Whittaker Bates Hopkins Dunn Read Bull Sharp Holland Curtis Gregory Abbott Norris Potter Miles Pike
    Barrett Bradley Kemp Marsh Tucker Peacock Pritchard Wheeler Bloom Hobbs Cartwright Ashworth Thorpe Garner Kirby Sykes Tyler Wainwright
    Ballard Cottrell Dyer Eastwood Faulkner Gale Haynes Ingram Jarvis Kettle Larkin Middleton Nunn Oakley Plummer Quick Ridley Sayer Tilley`,
  female: englishFemale,
  male: englishMale,
});

export const scottish = book({
  family: `Smith Brown Wilson Campbell Stewart Robertson Thomson Anderson Scott MacDonald Reid Murray Taylor Clark Ross Young Mitchell Watson
    Paterson Morrison Fraser Davidson Gray McDonald Henderson Johnston Hamilton Graham Kerr Simpson Martin Ferguson Cameron Duncan Hunter
    Kelly Bell Grant Mackenzie MacKay Allan Black MacLeod McLean Russell Gibson Wallace Gordon Marshall Sutherland Sinclair Munro Millar
    McMillan McGregor MacIntyre Drummond Forsyth Galbraith Innes Jamieson Kinnear Lennox Muir Nairn Ogilvie Pringle Rennie Urquhart`,
  female: [
    'Margaret Jean Isobel Agnes Elizabeth Morag Catherine Mary Annie Moira Sheila Elspeth Jessie Una Flora Christina Helen Ailsa Effie',
    'Fiona Alison Karen Lorna Shona Kirsty Heather Catriona Mhairi Gillian Lesley Elaine Jacqueline Moira Aileen Eilidh Rhona',
    'Isla Eilidh Skye Ailsa Iona Catriona Kirsty Mhairi Orla Freya Emily Olivia Sophie Niamh Rhona Morven',
  ],
  male: [
    'James William John Alexander Robert Hamish Angus Ian Donald Duncan Archibald Malcolm Hector Murdo Alasdair Neil Andrew',
    'Gordon Alistair Craig Scott Stuart Iain Kenneth Graeme Ewan Colin Douglas Fraser Gavin Bruce Callum Ross',
    'Callum Finlay Lewis Hamish Fraser Euan Angus Rory Cameron Fergus Murray Ruaridh Lachlan Struan Blair Logan',
  ],
});

export const irish = book({
  family: `Murphy Kelly O'Sullivan Walsh Smith O'Brien Byrne Ryan O'Connor O'Neill O'Reilly Doyle McCarthy Gallagher Doherty Kennedy Lynch Murray
    Quinn Moore McLoughlin Carroll Connolly Daly O'Connell Wilson Dunne Brennan Burke Collins Campbell Clarke Johnston Hughes Farrell Fitzgerald
    Brown Martin Maguire Nolan Flynn Thompson O'Callaghan O'Donnell Duffy O'Mahony Boyle Healy Shea White Sweeney Hayes Kavanagh Power McGrath
    Moran Brady Stewart Casey Foley Fitzpatrick Leary McDonnell MacMahon Donnelly Regan Donovan Burns Flanagan Mullan Barry Kane Mac_Giolla`,
  female: [
    'Mary Bridget Kathleen Margaret Eileen Nora Patricia Maureen Teresa Philomena Bernadette Josephine Concepta Assumpta Dympna Noreen',
    'Siobhán Deirdre Gráinne Fionnuala Niamh Aoife Sinéad Róisín Colette Majella Geraldine Mairéad Orla Ciara',
    'Aoife Niamh Ciara Saoirse Caoimhe Róisín Éabha Fiadh Sadhbh Clodagh Orla Erin Kayleigh Shauna',
  ],
  male: [
    'Patrick John Michael James Thomas Daniel Denis Cornelius Timothy Jeremiah Seamus Eamonn Kevin Brendan Declan Donal Liam',
    'Seán Declan Kieran Brendan Dermot Ciarán Pádraig Aidan Colm Niall Fergal Gerard Eoin Conor Diarmuid',
    'Conor Oisín Cillian Darragh Cian Seán Fionn Tadhg Rían Ronan Eoin Declan Callum Finn',
  ],
});

export const welsh = book({
  family: `Jones Davies Williams Evans Thomas Roberts Hughes Lewis Morgan Griffiths Edwards Owen James Rees Jenkins Price Morris Richards Lloyd
    Phillips Parry Powell Pritchard Harris Watkins Bowen Ellis Llewellyn Llywelyn Prosser Gwilym Rhys Vaughan Meredith Probert Tudor Gwynne Pugh`,
  female: [
    'Gwyneth Mair Megan Eirlys Olwen Blodwen Myfanwy Dilys Glenys Menna Nesta Gwenllian Morfydd Eluned Enid Rhiannon',
    'Siân Rhian Bethan Nia Carys Delyth Lowri Eleri Catrin Angharad Ceri Mererid Rhiannon Elin Heledd',
    'Ffion Cerys Seren Cadi Mali Efa Lowri Nia Elin Carys Gwen Alys Beca Mabli Non Erin',
  ],
  male: [
    'Dafydd Gwilym Ifor Emrys Idris Hywel Glyn Ieuan Elwyn Gwyn Islwyn Tudur Emlyn Goronwy Aneurin Rhys Llewelyn',
    'Gareth Huw Rhodri Geraint Alun Dylan Gethin Iwan Meirion Dewi Owain Rhys Iestyn Emyr Aled',
    'Rhys Osian Ioan Macsen Tomos Harri Owain Gruffudd Llŷr Cai Dylan Elis Jac Ifan Steffan Guto',
  ],
});
