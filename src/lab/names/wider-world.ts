import { book } from './book.ts';

/** No family surname: a person's own name, then the father's, then the grandfather's (naming.ts). Women keep theirs on marriage. */
export const somali = book({
  family: 'Ali Mohamed Hassan Ahmed Abdi Omar Yusuf Hussein Ibrahim Abdullahi Farah Warsame Jama Aden Nur Osman Ismail Mohamud Dirie Elmi Guled Hersi Isse Kahin Samatar Roble Shire',
  female: ['Halima Faduma Khadija Asha Maryan Sahra Amina Hawa Safiya Shukri', 'Hodan Fardowsa Ifrah Nimo Sagal Ayan Hibo Sahra Deqa Zahra Ubah Fowsia', 'Hamda Sumaya Ikram Ayaan Nasteho Hanan Muna Samira Amal Rahma Salma Ilhan'],
  male: ['Mohamed Abdi Hassan Ali Ahmed Yusuf Omar Farah Jama Warsame Aden', 'Abdirahman Mahad Liban Abdullahi Mustafa Bashir Guled Hussein Said Abdinasir Khadar', 'Abdirahman Zakaria Khalid Hamza Ayub Mohamed Bilal Suhaib Abdullahi Yahya Mustaf'],
});

/** Family name first at home; many use an English name as well (naming.ts). */
export const chinese = book({
  family: 'Wong Chan Li Wang Zhang Liu Chen Lam Cheung Ng Lee Ho Leung Yang Huang Tang Lau Yip Zhao Wu Zhou Xu Tsang Kwok Lin Ma Hui Fung Mak Tse',
  female: ['Mei-Ling Siu-Fong Wai-Yee Lai-Kuen Yuk-Lan Suk-Yin Kam-Fung', 'Ka-Yan Wai-Man Xiaoli Yan Li Jing Hui-Min Mei Xiuying', 'Chloe Emily Hei-Tung Yuxin Jia-Yi Tsz-Ching Zihan Mia Sophie'],
  male: ['Kwok-Wah Chi-Keung Wing-Fai Kam-Tong Siu-Ming Ping-Kwan', 'Chi-Wai Ka-Ho Wei Jun Tao Kin-Man Hao Ming Yong', 'Jayden Lucas Tsz-Hin Haoran Zixuan Ho-Yin Ethan Yichen'],
});

export const vietnamese = book({
  family: 'Nguyen Tran Le Pham Huynh Hoang Vu Vo Dang Bui Do Ngo Duong Ly',
  female: ['Thi_Hoa Thi_Lan Thi_Mai Thi_Bich', 'Thuy Huong Linh Trang Phuong', 'Anna Kim Mai Linh Chloe'],
  male: ['Van_Duc Van_Hung Van_Minh Quoc', 'Tuan Dung Hieu Thanh Long', 'Kevin Minh Bao Khoa Nam'],
});

export const nigerian = book({
  family: 'Okafor Adeyemi Adebayo Okonkwo Ogunleye Balogun Eze Nwosu Ibrahim Obi Chukwu Olawale Afolabi Okoro Adeleke Oyelaran Nwachukwu Akinola Bello Ojo Onyekachi Ademola Uche Babatunde Fashola Olatunji Amadi Danjuma',
  female: ['Comfort Grace Victoria Florence Beatrice Esther Abosede Mercy Agnes', 'Ngozi Folake Chioma Bukola Yetunde Ifeoma Titilayo Funmilayo Amaka Blessing Patience', 'Temitope Adaeze Oluwaseun Chidinma Ayomide Precious Favour Simisola Zainab Tiwa'],
  male: ['Samuel Emmanuel Joseph Moses Festus Sunday Godwin Solomon', 'Oluwole Chinedu Babatunde Emeka Adewale Tunde Kayode Obinna Segun Femi Ikechukwu', 'Ayodeji Chukwuemeka Tobi Daniel David Joshua Kelechi Toluwani Ebuka Israel'],
});

/** Many Ghanaians carry the name of the weekday they were born on (naming.ts picks it as the middle name). */
export const ghanaian = book({
  family: 'Mensah Owusu Boateng Asante Osei Appiah Agyeman Amoah Opoku Addo Darko Antwi Acheampong Sarpong Ofori Adjei Ansah Quaye Frimpong Nkrumah Tetteh Asamoah',
  female: ['Comfort Grace Mercy Beatrice Charity Felicia', 'Gifty Abena Patience Joyce Vida Linda Cynthia', 'Nana Michelle Angel Jessica Nyameye Anaya'],
  male: ['Kwame Joseph Samuel Isaac Ebenezer Emmanuel', 'Francis Daniel Richard Eric Stephen Charles', 'Nathan Jayden Emmanuel Caleb Joel Jaden'],
});

export const caribbean = book({
  family: 'Brown Williams Campbell Johnson Thompson Clarke Grant Gordon Morgan Reid Francis Henry Lewis Joseph Charles Bailey Wright Edwards Daley Blackwood Bryan Morrison Palmer Samuels Pinnock Marshall Barrett Hylton Beckford Gayle Lindo Ferguson Stewart Anderson',
  female: [
    'Gloria Icilda Merlene Enid Daphne Hyacinth Ivy Beryl Myrtle Una Sylvia Inez Pearl Vinette Lurline Cynthia Norma Eulalee',
    'Sharon Beverley Marcia Yvonne Paulette Jacqueline Donna Sonia Natasha Michelle Claudette Andrea Simone Nadine Camille',
    'Tiana Shanice Kayla Aaliyah Renee Jada Tiffany Imani Amaya Shaniqua Zariah Naomi Tia Malaika Keisha',
  ],
  male: [
    'Winston Vincent Lloyd Cecil Leroy Neville Clifton Egbert Carlton Delroy Cleveland Everton Linton Roy Aston Desmond',
    'Michael Trevor Errol Junior Wayne Marlon Dwayne Anthony Patrick Courtney Leon Curtis Damian Jermaine Devon',
    'Tyrell Malachi Jayden Kai Isaiah Elijah Marcus Reece Tyrone Jaden Amari Josiah Zion Micah Andre',
  ],
});

export const arabic = book({
  family: 'Al-Hassan Ibrahim Hassan Ahmed Mahmoud El-Sayed Abdullah Al-Masri Khalil Haddad Mansour Nasser Saleh Benali El_Amrani Bouzid Al-Jabiri Hamid Osman Said Zidan Farouk Al-Rashid Alawi',
  female: ['Fatima Khadija Zainab Naima Latifa Samira', 'Rania Hanan Layla Amal Nadia Dina Souad Iman Nawal', 'Maryam Noor Sara Lina Yasmin Jana Malak Amira Hala'],
  male: ['Ahmed Mohamed Abdullah Hassan Ibrahim Mahmoud', 'Khaled Omar Tarek Samir Karim Youssef Walid Rachid Hicham', 'Adam Yousef Omar Zayd Ali Hamza Mohamad Karim Anas'],
});
