import { book } from './book.ts';

/** Bangladeshi women often carry a title-like last name (Begum, Khatun, Bibi, Akhter) that is nobody else's in the family. */
export const bangladeshi = book({
  family: 'Ahmed Ali Uddin Miah Rahman Islam Hussain Khan Choudhury Alam Haque Hoque Chowdhury Kabir Hasan Karim Malik Aziz Rashid Sarkar Talukder Bhuiyan Mondal Siddique',
  female: [
    'Amina Rahima Fatema Jahanara Rokeya Hasina Sufia Amirun Shamsun Anwara Rabeya Jamila Halima Nurun Momtaz Saleha Lutfa Monowara Razia',
    'Nasreen Shahida Rehana Shirin Farida Salma Taslima Parvin Ruksana Shahnaz Nazma Sultana Rina Shaheda Dilara Hosne Nargis Husna',
    'Aisha Maryam Fatima Tasnim Zara Sumaiya Tahmina Nusrat Samia Anika Hafsa Raisa Nabila Maisha Jannat Sadia Tanzila Rumana',
  ],
  male: [
    'Abdul Mohammed Md Nurul Shamsul Abdur Sirajul Mohammad Anwar Fazlul Habibur Mahbub Rafiqul Sajid Moinul Tofazzul Kabir Aftab',
    'Shafiqul Faruk Jahangir Kamal Mizanur Shahid Mohammed Harun Jamal Ruhul Delwar Aminul Iqbal Monir Saiful Shahin Rezaul Helal',
    'Yusuf Ibrahim Mohammed Muhammad Tahmid Rayhan Zayan Ayaan Ismail Mahdi Tanvir Sami Rahim Adnan Imran Nabil Rafi Zakaria Hamza',
  ],
});

export const pakistani = book({
  family: 'Khan Hussain Ahmed Malik Akhtar Mahmood Shah Iqbal Mirza Chaudhry Butt Raja Ali Sheikh Qureshi Bashir Aslam Rafiq Javed Siddiqui Zaman Ashraf Nawaz Saleem Rashid Younis Parvez Dar',
  female: [
    'Zubaida Nasim Khurshid Razia Bilqis Sakina Mumtaz Naseem Iqbal Rashida Zarina Hafiza Sughra Parveen Kulsoom Ghulam',
    'Shazia Nadia Samina Shabana Tahira Farah Saima Rubina Nasreen Fozia Uzma Zahida Yasmin Shaheen Robina Ghazala Sadia Asma',
    'Ayesha Zainab Maryam Fatima Aisha Hira Mahnoor Iqra Aleena Noor Laiba Zara Hafsa Sana Eman Alishba Anaya Minahil',
  ],
  male: [
    'Mohammad Muhammad Ghulam Abdul Fazal Karam Bashir Sher Nazir Mohammed Sadiq Rehmat Allah Khadim Raja Sultan Noor',
    'Mohammed Tariq Imran Asif Nadeem Shahid Zahid Khalid Javed Arshad Sajid Waqar Amjad Naveed Shakeel Rizwan Kashif Usman',
    'Muhammad Mohammed Ibrahim Hamza Zain Haris Ali Hassan Umar Bilal Yusuf Ayaan Rayyan Musa Abdullah Daniyal Mustafa Zakariya Eesa',
  ],
});

/** Sikh families: Kaur and Singh as last or as middle names before a family name. */
export const punjabi = book({
  family: 'Singh Kaur Gill Sandhu Dhillon Sidhu Grewal Bains Dhaliwal Johal Sahota Atwal Mann Purewal Uppal Chahal Rai Bhogal Virdee Kalsi Matharu Bassi Hayre',
  female: [
    'Gurdev Surinder Mohinder Harbans Balbir Pritam Amarjit Gurmit Ranjit Joginder Surjit Kuldip Resham Nasib Harbhajan',
    'Harjinder Manjit Paramjit Baljit Jaswinder Sukhwinder Rajinder Kamaljit Narinder Ravinder Parminder Gurpreet Sharan Balwinder',
    'Simran Jasmin Harleen Manpreet Kiran Ravina Amrit Jasleen Gurleen Prabhleen Navneet Anmol Japji Mehar',
  ],
  male: [
    'Gurdev Mohinder Harbans Balbir Pritam Ajit Gurmit Ranjit Joginder Surjit Kartar Sohan Bachan Darshan Mohan Piara',
    'Harjinder Manjit Paramjit Baljit Jaswinder Sukhwinder Rajinder Kuldeep Narinder Ravinder Parminder Gurpreet Satnam Jagdeep',
    'Arjan Jasdeep Harpreet Gurveer Amrit Manveer Ranveer Jaskaran Sahib Fateh Harnek Taran Jeevan Angad',
  ],
});

export const gujarati = book({
  family: 'Patel Shah Mistry Desai Joshi Mehta Parmar Chauhan Solanki Bhatt Trivedi Parekh Amin Lad Modi Kapadia Thakkar Rathod Panchal Vyas Pandya Sharma Kumar Rao Nair Iyer',
  female: [
    'Kanta Pushpa Savita Shanta Manjula Hansa Jaya Kamla Sarla Indira Nirmala Kokila Urmila Madhu Lalita Champa Ramila',
    'Bhavna Nisha Meena Hina Daksha Jyoti Sunita Anita Rekha Pallavi Kalpana Smita Sangita Alpa Sejal Rupal Heena Dipti',
    'Anya Diya Priya Riya Khushi Mira Aarya Isha Kavya Nikita Pooja Shreya Avni Saanvi Janvi Krisha',
  ],
  male: [
    'Ramesh Suresh Manubhai Chandrakant Jayantilal Kantilal Natwarlal Harish Mahendra Vinod Ishwar Bhikhu Govind Chhagan Dahyabhai',
    'Nilesh Bharat Dilip Hitesh Mukesh Rajesh Sanjay Kirit Jitendra Paresh Ashok Kamlesh Sunil Pravin Vijay Amit Dinesh',
    'Aarav Dev Rohan Krish Arjun Jay Nikhil Vivaan Shiv Om Veer Keyur Yash Milan Dhruv Kian',
  ],
});

/** Tamil and Sinhala names from Sri Lanka and South India: the father's name often stands where a surname is asked for. */
export const tamil = book({
  family: 'Sivakumar Selvarajah Kandiah Rajendran Nadarajah Thambirajah Sivanesan Balasubramaniam Ratnam Perera Fernando Silva Jeyakumar Yogarajah Krishnan Mahendran Ganeshan Kanagaratnam',
  female: ['Saraswathy Parameswary Rasamalar Thangamma Kamala Yogeswary Sellamma Pakiam', 'Vasanthi Sumathi Shanthi Kalaivani Renuka Dharshini Thilaga Gowri', 'Abirami Tharani Keerthana Dilani Janani Varsha Niroshini Meera'],
  male: ['Kanagasabai Sivapatham Arumugam Nadarajah Ponnuthurai Velupillai Sinnathamby', 'Sivakumar Jeyakumar Ravindran Suthakaran Mohan Rajkumar Ketheeswaran Prabakaran', 'Kajan Tharun Dinesh Pirathan Vithuran Arun Nirojan Sanjeevan'],
});
