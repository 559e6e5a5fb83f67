import { book } from './book.ts';

/** Surnames in the man's form; women of the family take the -ska, -cka, -dzka form (naming.ts). */
export const polish = book({
  family: 'Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Stępień Olszewski Jaworski Malinowski Dudek Górski Pawlak Sikora Walczak Rutkowski Ostrowski Tomaszewski Zalewski Łuczak Gajewski',
  female: [
    'Stanisława Janina Halina Danuta Krystyna Irena Zofia Teresa Helena Barbara Jadwiga Czesława Genowefa',
    'Agnieszka Małgorzata Katarzyna Anna Joanna Monika Ewa Magdalena Beata Dorota Renata Iwona Aneta Justyna Izabela',
    'Julia Zuzanna Maja Hanna Zofia Lena Alicja Oliwia Amelia Wiktoria Nikola Natalia Aleksandra Gabriela',
  ],
  male: [
    'Stanisław Zbigniew Kazimierz Tadeusz Jerzy Henryk Józef Ryszard Mieczysław Bolesław Czesław Władysław',
    'Piotr Krzysztof Tomasz Paweł Marcin Michał Grzegorz Łukasz Mariusz Dariusz Artur Sławomir Rafał Jarosław Wojciech',
    'Jakub Szymon Filip Antoni Aleksander Kacper Mikołaj Wojciech Oskar Igor Bartosz Adam Dawid Oliwier',
  ],
});

export const romanian = book({
  family: 'Popa Popescu Ionescu Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Dinu Moldovan Constantin Șerban Lungu Ungureanu Marin Barbu Nistor Țurcanu Vasile Florea Bălan',
  female: ['Maria Elena Ana Ioana Floarea Gheorghița', 'Mihaela Andreea Cristina Daniela Alina Gabriela Simona Nicoleta Ramona Loredana', 'Maria Sofia Ioana Alexandra Antonia Daria Bianca Ștefania Ilinca'],
  male: ['Gheorghe Ion Vasile Constantin Nicolae Dumitru', 'Andrei Alexandru Mihai Florin Bogdan Cristian Marius Adrian Ionuț Cătălin Răzvan', 'Andrei David Luca Matei Ștefan Gabriel Darius Rareș Vlad'],
});

export const lithuanian = book({
  family: 'Kazlauskas Petrauskas Jankauskas Stankevičius Vasiliauskas Butkus Žukauskas Paulauskas Urbonas Navickas Balčiūnas Ozols Bērziņš Kalniņš',
  female: ['Ona Janina Aldona Genovaitė Irena', 'Rasa Jurgita Daiva Vilma Inga Lina Kristina', 'Emilija Gabija Austėja Ugnė Lėja Liepa'],
  male: ['Jonas Antanas Vytautas Juozas Algirdas', 'Darius Mindaugas Tomas Andrius Gintaras Saulius', 'Lukas Matas Nojus Dominykas Jokūbas Kajus'],
});

export const ukrainian = book({
  family: 'Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Melnyk Boyko Lysenko Moroz Rudenko Savchenko Petrenko Klymenko Marchenko',
  female: ['Halyna Nadiia Liudmyla Valentyna', 'Oksana Olena Iryna Svitlana Natalia Tetiana', 'Sofiia Anastasiia Daryna Polina Zlata Solomiia'],
  male: ['Mykola Volodymyr Petro Vasyl', 'Andriy Serhiy Oleksandr Yuriy Ihor Dmytro', 'Artem Maksym Danylo Nazar Matviy Tymofiy'],
});

export const italian = book({
  family: 'Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti DeLuca Costa Giordano Mancini Rizzo Lombardi Moretti',
  female: ['Maria Giuseppina Rosa Concetta Carmela Assunta Filomena', 'Paola Daniela Francesca Silvia Elisa Chiara', 'Sofia Giulia Aurora Alice Ginevra Martina'],
  male: ['Giuseppe Salvatore Antonio Carmelo Domenico Pasquale', 'Marco Roberto Stefano Alessandro Fabio Luca', 'Leonardo Matteo Lorenzo Gabriele Mattia Tommaso'],
});

export const greek = book({
  family: 'Georgiou Christodoulou Demetriou Charalambous Ioannou Constantinou Nicolaou Panayiotou Papadopoulos Savva Kyriacou Andreou Loizou Michael Theodorou Hadjigeorgiou',
  female: ['Eleni Maria Androulla Despina Chrystalla Panayiota', 'Christina Elena Sophia Andri Katerina', 'Elena Anastasia Zoe Sophia Mia Eva'],
  male: ['Andreas Costas Georgios Christos Panayiotis Kyriacos', 'George Andrew Christos Nicos Marios Stelios', 'Andreas Leo Alexander Christos Dimitri Luca'],
});

export const portuguese = book({
  family: 'Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro Pinto Carvalho Conceição Araújo',
  female: ['Maria Rosa Fernanda Conceição Lurdes', 'Ana Sandra Patrícia Carla Sónia Cátia', 'Matilde Beatriz Leonor Mariana Inês Lara'],
  male: ['José Manuel António João Joaquim', 'Paulo Rui Nuno Pedro Ricardo Sérgio', 'Rodrigo Santiago Tomás Gonçalo Afonso Tiago'],
});

export const spanish = book({
  family: 'García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Vargas Quispe Restrepo Castaño',
  female: ['María_del_Carmen Josefa Isabel Pilar Dolores', 'Cristina Marta Patricia Claudia Beatriz Lorena', 'Lucía Sofía Valeria Martina Daniela Camila'],
  male: ['José Antonio Manuel Francisco Jesús', 'Javier Carlos Daniel Alejandro Andrés Fernando', 'Hugo Mateo Martín Leo Nicolás Santiago'],
});

export const turkish = book({
  family: 'Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Erdoğan Güneş',
  female: ['Fatma Ayşe Emine Hatice Zeynep', 'Sevgi Meryem Özlem Gülşen Nurcan Yasemin', 'Zeynep Elif Defne Ecrin Asya Azra'],
  male: ['Mehmet Mustafa Ahmet Ali Hüseyin', 'Murat Hakan Emre Serkan Özgür Kemal', 'Yusuf Eymen Ömer Kerem Emir Deniz'],
});

export const kurdish = book({
  family: 'Ahmed Hassan Mahmoud Rashid Karim Aziz Omar Salih Kadir Barzani Hama Sharif Faraj',
  female: ['Nasrin Gulizar Amina Zeynab', 'Shilan Chnar Avin Berivan Nazdar', 'Dilan Rojin Ava Hêlîn Lara'],
  male: ['Hama Qadir Mustafa Aziz', 'Azad Karwan Rebwar Dlshad Hiwa', 'Aram Baran Zana Ciwan Rêbîn'],
});
