"""The fixed words of courses, with the numbers that the public course directory gives them."""

from django.db import models


class DeliveryMode(models.IntegerChoices):
    CLASSROOM = 1, "Classroom based"
    ONLINE = 2, "Online"
    WORK = 3, "Work based"
    BLENDED = 4, "Blended learning"


class StudyMode(models.IntegerChoices):
    FULL_TIME = 1, "Full time"
    PART_TIME = 2, "Part time"
    FLEXIBLE = 3, "Flexible"


class AttendancePattern(models.IntegerChoices):
    DAYTIME = 1, "Daytime"
    EVENING = 2, "Evening"
    WEEKEND = 3, "Weekend"
    RELEASE = 4, "Day/Block Release"


class DurationUnit(models.IntegerChoices):
    DAYS = 1, "Days"
    WEEKS = 2, "Weeks"
    MONTHS = 3, "Months"
    YEARS = 4, "Years"
    HOURS = 5, "Hours"
    MINUTES = 6, "Minutes"


class CourseType(models.IntegerChoices):
    ESSENTIAL_SKILLS = 1, "Essential Skills"
    T_LEVELS = 2, "T Levels"
    HTQS = 3, "HTQs"
    FREE_COURSES = 4, "Free Courses for Jobs"
    MULTIPLY = 5, "Multiply"
    SKILLS_BOOTCAMP = 6, "Skills Bootcamp"


class EducationLevel(models.IntegerChoices):
    ENTRY = 0, "Entry Level"
    ONE = 1, "1"
    TWO = 2, "2"
    THREE = 3, "3"
    FOUR = 4, "4"
    FIVE = 5, "5"
    SIX = 6, "6"
    SEVEN = 7, "7"


class Offering(models.IntegerChoices):
    COURSE = 1, "Course"
    T_LEVEL = 2, "T Level"


class Sector(models.TextChoices):
    """The fifteen routes of technical education, as the directory's list of sectors has them."""

    AGRICULTURE = "agriculture", "Agriculture, environmental and animal care"
    BUSINESS = "business", "Business and administration"
    CARE = "care", "Care services"
    CATERING = "catering", "Catering and hospitality"
    CONSTRUCTION = "construction", "Construction and the built environment"
    CREATIVE = "creative", "Creative and design"
    DIGITAL = "digital", "Digital"
    EDUCATION = "education", "Education and early years"
    ENGINEERING = "engineering", "Engineering and manufacturing"
    HAIR = "hair", "Hair and beauty"
    HEALTH = "health", "Health and science"
    LEGAL = "legal", "Legal, finance and accounting"
    PROTECTIVE = "protective", "Protective services"
    SALES = "sales", "Sales, marketing and procurement"
    TRANSPORT = "transport", "Transport and logistics"


class Level(models.TextChoices):
    """The level of a qualification as LARS writes it (NotionalNVQLevelv2)."""

    ENTRY = "E", "Entry level"
    ONE = "1", "Level 1"
    ONE_TO_TWO = "1.5", "Level 1 to 2"
    TWO = "2", "Level 2"
    THREE = "3", "Level 3"
    FOUR = "4", "Level 4"
    FIVE = "5", "Level 5"
    SIX = "6", "Level 6"
    SEVEN = "7", "Level 7"
    EIGHT = "8", "Level 8"
    HIGHER = "H", "Higher level"
    MIXED = "M", "Mixed level"
    NOT_KNOWN = "X", "Level not known"
