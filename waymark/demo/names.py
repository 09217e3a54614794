"""Given and family names to draw from: common enough to read as people, put together by chance."""

GIRLS = (
    "Aaliyah Abigail Adaeze Aisha Alice Amara Amelia Anya Ava Beatrice Bella Bethany Carys Charlotte Chloe Daisy Deepa "
    "Eliza Ella Emily Erin Eva Evie Fatima Florence Freya Gabriela Georgia Grace Hana Hannah Harriet Holly Imogen Iris "
    "Isla Ivy Jasmine Jess Kezia Kiera Lara Layla Leah Lily Lottie Lucy Maisie Mariam Martha Maya Megan Mia Millie Molly "
    "Nadia Naomi Nell Niamh Nina Olivia Orla Phoebe Poppy Priya Rachel Rosa Rose Ruby Safiya Samira Sana Sara Scarlett "
    "Sienna Skye Sofia Sophie Tamsin Tanya Tess Thea Tilly Uma Wiktoria Willow Yasmin Zainab Zara Zoe Zuzanna"
).split()
BOYS = (
    "Aaron Adam Ahmed Aidan Alex Alfie Ali Amir Anton Archie Arjun Arlo Arthur Ben Blake Caleb Callum Charlie Chidi "
    "Connor Daniel Dara David Dexter Dominic Dylan Eddie Elias Elijah Elliot Ethan Ewan Felix Finlay Finn Frank Freddie "
    "Gabriel George Hamza Harry Harvey Henry Hugo Ibrahim Idris Isaac Jack Jacob Jago Jake James Jamie Joel Jonah Joseph "
    "Josh Jude Kai Kamil Karim Kofi Leo Leon Lewis Liam Logan Luca Lucas Luke Malik Marcus Mason Matthew Max Mohammed "
    "Musa Nathan Noah Oliver Omar Oscar Otis Owen Patrick Rafael Ralph Reuben Riley Rory Rowan Ryan Sam Sebastian Stanley "
    "Szymon Teddy Theo Thomas Toby Tom Tyler Umar Victor Will Yusuf Zac"
).split()
FAMILIES = (
    "Abara Adeyemi Ahmadi Ainsworth Akhtar Alderson Appleby Arkwright Ashby Atherton Baptiste Barlow Barnaby Begum "
    "Bellamy Benson Birtwistle Blackwood Bradshaw Braithwaite Brannigan Brook Buckley Burgess Calder Carmody Chaudhry "
    "Cheng Chowdhury Clegg Clough Coleridge Conway Cowell Crabtree Cropper Dacre Dalby Daniels Davenport Dhillon Doherty "
    "Donnelly Dyson Eastwood Egan Eze Fairclough Farrar Farrow Fenwick Fielding Flanagan Fothergill Gallagher Garside "
    "Gill Goddard Gomes Greenhalgh Grewal Grimshaw Hadley Hamid Hanif Hargreaves Hartley Haworth Hebden Heyes Hibbert "
    "Hinds Holroyd Hoque Horrocks Howarth Hussain Idowu Iqbal Ivanov Jagger Jankowski Jessop Johal Kamara Kapoor Kaur "
    "Keighley Kelsall Kershaw Khatun Kowalski Kumari Lamb Langley Lathom Leach Lockwood Lomax Longbottom Mahmood Malik "
    "Marsden Masood Mbeki Mellor Mensah Metcalfe Midgley Mills Moorhouse Naylor Ndlovu Nowak Nuttall Obi Ogden Okafor "
    "Oldroyd Osei Parkin Patel Pickles Pilling Platt Quarmby Rafiq Rahman Ramsbottom Rawson Redfern Rhodes Ridley "
    "Rigby Riley Rothwell Sagar Sandhu Schofield Seddon Shah Sharples Shaw Shepherd Siddiqui Silva Singh Slater Spencer "
    "Stansfield Stirling Sugden Sutcliffe Tattersall Taylor Tetlow Thornton Threlfall Tran Uddin Underhill Varley Verma "
    "Wadsworth Waheed Walmsley Webster Whitaker Whitehead Wilkin Winstanley Wood Worsley Wozniak Yeadon Yilmaz Zaman"
).split()
STAFF = (
    "Morgan Ellery",
    "Pat Quillfeather",
    "Ros Tamblyn",
    "Dev Harcastle",
    "Nia Pendry",
    "Callum Frobisher",
    "Ines Calloway",
    "Josie Merriden",
    "Tunde Ashcombe",
    "Heather Lowick",
    "Viv Sandersley",
    "Kit Ormathwaite",
    "Bridie Falconhurst",
)
