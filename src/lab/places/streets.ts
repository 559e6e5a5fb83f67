const words = (text: string): string[] => text.trim().split(/\s+/);

const stems = words(`Alma Amberley Anchor Ashdown Aston Avenell Bakers Balfour Banbury Barley Barnfield Beaufort Beech Belgrave Bellfield Belvedere Benwell Berwick
  Birch Bishops Blackthorn Blenheim Bluebell Bolton Bracken Bramble Bridge Broadfield Brook Brunel Burleigh Burnham Byron Caledon Calvert Cambridge Canal
  Canning Cardigan Carlton Castle Cavendish Cedar Chalk Chandos Chapel Charlton Chestnut Church Clarence Clay Clement Cobden Coleridge College Compton Coopers Copper
  Coronation Cotton Court Cowper Cranbourne Crescent Cromwell Cross Crown Cumberland Cypress Dacre Dale Darnley Dene Denmark Derby Devon Dock Dover
  Drayton Duke Eastfield Eden Edgware Effra Elgin Ellesmere Elm Emerald Endsleigh Essex Eton Exeter Fairfield Falcon Farm Fenton Fern Ferry
  Field Finch Fleet Forest Foundry Fountain Foxglove Friars Garden Garnet Gatehouse George Gladstone Glebe Gloucester Goldsmith Grange Granville Green Grove
  Hadley Hamilton Hanover Harbour Harcourt Hatfield Hawthorn Hazel Heath Henley Hereford Heron High Hill Holly Holmes Hope Hornbeam Howard Hudson
  Inkerman Iron Ivy Jasmine Jubilee Juniper Keats Kelvin Kent Kestrel Kings Kingsley Knoll Laburnum Lambton Lancaster Langdale Lansdowne Laurel Lavender
  Leopold Lilac Lime Linden Linnet Lock London Longfellow Lower Ludlow Magnolia Malvern Manor Maple Market Marlborough Marsh Mason Mayfield Meadow
  Melbourne Mercer Mill Milton Mint Mortimer Moss Mulberry Myrtle Napier Nelson Netherfield Newton Nightingale Norfolk North Oak Orchard Osier Otter
  Oxford Palmerston Park Parsonage Pear Pembroke Percy Pine Pippin Poplar Portland Potters Priory Prospect Quarry Queens Railway Raleigh Ravens Rectory
  Regent Richmond River Robin Rope Rose Rowan Ruskin Rutland Saffron Salisbury Sandy School Selwyn Severn Shaftesbury Silver Somerset South Sparrow
  Spencer Spring Spruce Stanhope Station Stour Suffolk Summer Sussex Sycamore Tanner Tennyson Thistle Thornton Trinity Tudor Tulip Union Upland Valley
  Vaughan Vernon Victoria Vine Walnut Warwick Water Waverley Weavers Well Wellington Westfield Wharf Willow Windmill Windsor Woodland Wordsworth York Yew`);

const suffixes = words('Road Street Avenue Close Gardens Way Lane Drive Terrace Grove Place Crescent Walk Rise Mews Hill View Row Court_Road Park_Road').map((w) => w.replace('_', ' '));

const buildings = words(`Alder Aspen Attlee Austen Bevan Blake Bronte Byatt Chaucer Churchill Conrad Curie Darwin Dickens Eliot Faraday Fry Gaskell Goldfinch Hardy
  Herschel Hodgkin Kestrel Lansbury Lovelace Marie Masefield Nightingale Osprey Owen Pankhurst Peregrine Plover Priestley Rossetti Seacole Shelley Skylark Swift
  Telford Turing Wheatley Wilberforce Wollstonecraft Woolf Wren`);

/** Larch Close is a street of its own (family/showcase.ts), so no generated street is called Larch. */
export function streetName(street: number): string {
  const names = stems.length * suffixes.length;
  const at = (street * 4561 + 977) % names;
  return `${stems[at % stems.length]} ${suffixes[Math.floor(at / stems.length)]}`;
}

export const buildingName = (index: number, kind: string): string => `${buildings[(index * 29 + 5) % buildings.length]} ${kind}`;
